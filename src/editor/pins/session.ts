import type { CamErrorData } from '../../cam/base/errors.ts';
import { CamError } from '../../cam/base/errors.ts';
import { classesToFollow } from '../../cam/pins/compare.ts';
import type { PinnedImage, PinsOf } from '../../cam/pins/pinsFile.ts';
import { readPins, readPinsMethod } from '../../cam/pins/pinsFile.ts';
import type { PinRuns } from '../../cam/pins/runs.ts';
import { accepted, completed, NO_RUNS, withExport, withResult } from '../../cam/pins/runs.ts';
import type { MapWay } from '../../cam/results/mapWay.ts';
import type { ModelExport } from '../../cam/results/pins.ts';
import type { EngineArguments } from '../../engine/calls.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { PinWork } from '../../protocol/pins.ts';
import { LongCall } from '../longCall.ts';
import { isAboutImage } from '../panels/imageErrors.ts';
import { PinsDrawings } from './drawings.ts';

export interface SessionServices {
  engine: Pick<EngineClient, 'call'>;
  /** Where the runs of a model are kept. */
  memory: {
    load(model: string): Promise<PinRuns>;
    save(model: string, runs: PinRuns): Promise<void>;
  };
  /** The options of the model. */
  optionsOf(model: string): { output?: string; useColourProfile: boolean };
}

/**
 * The pinned images of one model. Missing results are computed one image at a time, so that other calls of the engine
 * can run in between, and only between `refresh` and `pause`.
 */
export class PinsSession {
  readonly of: PinsOf;
  readonly drawings = new PinsDrawings((path) => this.drawingKey(path));
  readonly #services: SessionServices;
  readonly #onChange: () => void;
  /** Counts refreshes and pauses: work that began before the last one ends at its next step. */
  #turn = 0;
  /** Aborted at the end of a turn. */
  #abort = new AbortController();
  #isLoaded = false;
  #pins: PinnedImage[] | undefined;
  /** The user's choice of the maps. */
  #method: MapWay | undefined;
  #export: ModelExport | undefined;
  #runs: PinRuns = NO_RUNS;
  #versions = new Map<string, string | undefined>();
  readonly #failures = new Map<string, CamErrorData>();
  #work: PinWork = { kind: 'idle' };
  #failure: unknown;
  /** The turn that is reading or computing now. */
  #busy: number | undefined;

  /** @param onChange is called whenever the state of the session has changed */
  constructor(of: PinsOf, services: SessionServices, onChange: () => void) {
    this.of = of;
    this.#services = services;
    this.#onChange = onChange;
  }

  /** In the order of the file; undefined until it was read. */
  get pins(): readonly PinnedImage[] | undefined {
    return this.#pins;
  }

  get runs(): PinRuns {
    return this.#runs;
  }

  /** How the maps are to be made; undefined: as the model allows, a CAM first. */
  get method(): MapWay | undefined {
    return this.#method;
  }

  get labels(): readonly string[] {
    return this.#export?.labels ?? [];
  }

  get work(): PinWork {
    return this.#work;
  }

  /** The error that concerns all images. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Why an image cannot be computed. */
  failureOf(image: string): CamErrorData | undefined {
    return this.#failures.get(image);
  }

  /** Files that the model was read from. */
  get files(): readonly string[] {
    return this.#export?.files ?? [];
  }

  /** The key that a drawing of an image must have; undefined while the image is not computed. */
  drawingKey(image: string): string | undefined {
    const { latest } = this.#runs;
    const result = latest?.results.get(image);
    return result && `${latest?.exportKey} ${latest?.asked ?? ''} ${result.imageHash}`;
  }

  /** Sets the images whose drawing is in view, in place of the earlier ones. */
  want(images: readonly string[]): void {
    this.drawings.want(images);
    if (this.#busy === this.#turn || this.#work.kind !== 'idle' || !this.#export) return;
    void this.#inTurn(this.#turn, false, () => this.#compute(this.#turn));
  }

  /**
   * Reads the pins and the model again and computes what is missing.
   * @param isPatient files have just changed, so an error may come from a half-written file: the list stays
   * @throws CamError the error that concerns all images
   */
  refresh({ isPatient = false } = {}): Promise<void> {
    const turn = this.#begin();
    return this.#inTurn(turn, isPatient, () => this.#read(turn));
  }

  /** The error that concerns all images is not due to a file that is being written. */
  fail(error: unknown): void {
    this.#failure = error;
    this.#set({ kind: 'idle' });
  }

  /** Computes nothing more until the next refresh. */
  pause(): void {
    this.#begin();
    this.#work = { kind: 'idle' };
  }

  /** As `pause`, on the user's request. */
  stop(): void {
    const { work } = this;
    this.pause();
    if (work.kind !== 'running') return;
    const { done, all } = work;
    this.#set({ kind: 'stopped', done, all });
  }

  /** Compares with the current export from now on. */
  async accept(): Promise<void> {
    if (!this.#runs.latest?.isComplete) return;
    this.#runs = accepted(this.#runs);
    this.#onChange();
    await this.#services.memory.save(this.of.model, this.#runs);
  }

  #begin(): number {
    this.#abort.abort();
    this.#abort = new AbortController();
    return ++this.#turn;
  }

  #set(work: PinWork): void {
    this.#work = work;
    this.#onChange();
  }

  async #inTurn(turn: number, isPatient: boolean, task: () => Promise<void>): Promise<void> {
    this.#busy = turn;
    try {
      await task();
    } catch (error) {
      if (turn !== this.#turn || isCancelled(error)) return;
      if (isPatient && this.#pins && !isAboutPins(error)) {
        this.#set({ kind: 'waiting' });
        throw error;
      }
      this.fail(error);
    } finally {
      if (this.#busy === turn) this.#busy = undefined;
    }
  }

  async #read(turn: number): Promise<void> {
    const { engine, memory } = this.#services;
    const { model } = this.of;
    const pins = await readPins(this.of);
    const method = await readPinsMethod(this.of);
    const runs = this.#isLoaded ? undefined : await memory.load(model);
    if (turn !== this.#turn) return;
    if (runs) this.#runs = runs;
    this.#isLoaded = true;
    this.#pins = pins;
    this.#method = method;
    if (pins.length > 0) {
      const paths = pins.map((pin) => pin.path);
      const read = await engine.call('modelExport', [
        model,
        this.#services.optionsOf(this.of.model),
      ]);
      const versions = await engine.call('fileVersions', [paths]);
      if (turn !== this.#turn) return;
      this.#export = read;
      this.#versions = new Map(paths.map((path, i) => [path, versions[i]]));
      this.#failures.clear();
      const { key: exportKey, writtenMs: atMs } = read;
      this.#runs = withExport(this.#runs, { exportKey, atMs, asked: method });
    }
    this.#failure = undefined;
    await this.#compute(turn);
  }

  /** Images whose result is missing, belongs to another picture, or lacks the score of a followed class. */
  #missing(): PinnedImage[] {
    const { latest, baseline } = this.#runs;
    return (this.#pins ?? []).filter(({ path, expected }) => {
      if (this.#failures.has(path)) return false;
      const result = latest?.results.get(path);
      if (!result || result.imageVersion !== this.#versions.get(path)) return true;
      const followed = classesToFollow(baseline?.results.get(path), expected, this.labels);
      return !followed.every((c) => result.scores.some(({ classIndex }) => classIndex === c));
    });
  }

  /** First missing results, then drawings in view. */
  async #compute(turn: number): Promise<void> {
    const missing = this.#missing();
    for (const [done, pin] of missing.entries()) {
      const work = { kind: 'running', done, all: missing.length } as const;
      this.#set({ ...work, part: 0 });
      await this.#computeOne(pin, turn, (part) => this.#set({ ...work, part }));
      if (turn !== this.#turn) return;
    }
    if (missing.length > 0 || this.#runs.latest?.isComplete === false) await this.#keep();
    this.#set({ kind: 'idle' });
    for (let pin = this.#undrawn(); pin; pin = this.#undrawn()) {
      await this.#computeOne(pin, turn);
      if (turn !== this.#turn) return;
      this.#onChange();
    }
  }

  #undrawn(): PinnedImage | undefined {
    return this.#pins?.find(
      ({ path }) => !this.#failures.has(path) && this.drawings.isMissing(path),
    );
  }

  /** @param onPart gets how much of it is done, 0 … 1, if it takes many runs */
  async #computeOne(
    { path, expected }: PinnedImage,
    turn: number,
    onPart: (part: number) => void = () => undefined,
  ): Promise<void> {
    const before = this.#runs.baseline?.results.get(path);
    const classes = classesToFollow(before, expected, this.labels);
    const { engine, optionsOf } = this.#services;
    const { model } = this.of;
    const way = this.#method;
    const options = { ...optionsOf(model), ...(way === undefined ? {} : { way }) };
    const args: EngineArguments<'pinnedImage'> = [model, path, classes, options];
    const long = new LongCall(this.#abort.signal);
    try {
      const answer = await engine.call('pinnedImage', args, long.signal, ({ done, all }) => {
        long.tell();
        if (turn === this.#turn) onPart(done / all);
      });
      if (turn !== this.#turn) return;
      if (answer.modelVersion !== this.#export?.modelVersion) {
        // The file has changed since this turn began, and will be read again.
        this.pause();
        this.#set({ kind: 'waiting' });
        return;
      }
      this.#versions.set(path, answer.result.imageVersion);
      this.#runs = withResult(this.#runs, path, answer.result);
      this.drawings.keep(path, answer.drawing);
    } catch (error) {
      if (turn !== this.#turn) return;
      const data = CamError.toData(error);
      if (!isAboutImage(data, path)) throw error;
      this.#failures.set(path, data);
    }
  }

  async #keep(): Promise<void> {
    const images = (this.#pins ?? []).map((pin) => pin.path);
    this.#runs = completed(this.#runs, images);
    this.drawings.forgetOthers(images);
    await this.#services.memory.save(this.of.model, this.#runs);
  }
}

function isAboutPins(error: unknown): boolean {
  return CamError.is(error) && error.code === 'pinsInvalid';
}

function isCancelled(error: unknown): boolean {
  return CamError.is(error) && error.code === 'cancelled';
}
