import { CamError } from '../../cam/base/errors.ts';
import type { ExplainOptions } from '../../cam/engine.ts';
import type { MapWay } from '../../cam/results/mapWay.ts';
import { refusesOnlyCam } from '../../cam/results/mapWay.ts';
import type { EngineArguments } from '../../engine/calls.ts';
import type { EngineClient } from '../../engine/client.ts';
import { endedEngine } from '../../engine/errors.ts';
import type { SheetPicture } from '../../protocol/showCam.ts';
import { LongCall } from '../longCall.ts';
import { isAboutImage } from '../panels/imageErrors.ts';
import type { Asked } from '../panels/requestHandler.ts';

/** A model, and how its pictures are read. */
export interface SheetModel {
  path: string;
  options: ExplainOptions;
}

export interface SheetServices {
  engine: Pick<EngineClient, 'call'>;
  /** The model in use. */
  model(): SheetModel;
  /** All results are old: the model has changed. */
  outdated(): void;
}

/** As long as no image was explained: with this many that end the engine, the model counts as the cause. */
const MOST_CRASHES = 2;

/**
 * The results of the contact sheet, all of the same state of one model and by the same method. They are kept for a page
 * that is created again, and computed when the page asks for them.
 */
export class SheetResults {
  readonly #services: SheetServices;
  readonly #kept = new Map<string, SheetPicture>();
  /** The model and its options, as text. */
  #of: string | undefined;
  /** How the maps are made. */
  #way: MapWay | undefined;
  #version: string | undefined;
  #crashes = 0;
  /** Whether the last request failed for a reason that concerns all images. */
  #isRefused = false;
  /** Counts changes of the images: a result that was begun before the last one is not kept. */
  #turn = 0;

  constructor(services: SheetServices) {
    this.#services = services;
  }

  /**
   * The result for an image. Those by another method are dropped: the page that asks has dropped them too.
   * @throws CamError whose reason concerns all images
   */
  async picture(image: string, way: MapWay | undefined, asked: Asked): Promise<SheetPicture> {
    const model = this.#services.model();
    const of = this.#use(model);
    if (way !== this.#way) this.#kept.clear();
    this.#way = way;
    const known = this.#kept.get(image);
    if (known) return known;
    const turn = this.#turn;
    const options = { ...model.options, ...(way === undefined ? {} : { way }) };
    const picture = await this.#explain([model.path, image, options], asked);
    if (of !== this.#of || way !== this.#way) return picture;
    if ('brief' in picture) this.#useVersion(picture.brief.modelVersion);
    if (turn === this.#turn) this.#kept.set(image, picture);
    return picture;
  }

  /**
   * The model was read, perhaps because its files have changed.
   * @param version of its description, if it is known
   */
  async check(version: string | undefined): Promise<void> {
    if (this.#of === undefined) return;
    const model = this.#services.model();
    const of = this.#use(model);
    const now = version ?? (await this.#versionOf(model));
    if (now === undefined || of !== this.#of) return;
    this.#useVersion(now);
    if (!this.#isRefused) return;
    this.#isRefused = false;
    this.#services.outdated();
  }

  /** The image's file has changed. */
  drop(image: string): void {
    this.#turn++;
    this.#kept.delete(image);
  }

  /** Drops the results of all other images: their files are no longer followed. */
  keepOnly(images: readonly string[]): void {
    this.#turn++;
    const wanted = new Set(images);
    for (const image of this.#kept.keys()) if (!wanted.has(image)) this.#kept.delete(image);
  }

  /** The results are those of this model from now on. */
  #use(model: SheetModel): string {
    const of = JSON.stringify(model);
    if (of === this.#of) return of;
    const hadAny = this.#of !== undefined;
    this.#of = of;
    this.#version = undefined;
    this.#isRefused = false;
    this.#crashes = 0;
    this.#kept.clear();
    if (hadAny) this.#services.outdated();
    return of;
  }

  #useVersion(version: string): void {
    if (version === this.#version) return;
    const hadAny = this.#version !== undefined;
    this.#version = version;
    if (!hadAny) return;
    this.#kept.clear();
    this.#services.outdated();
  }

  async #explain(
    args: EngineArguments<'explainBriefly'>,
    { signal, onWorking }: Asked,
  ): Promise<SheetPicture> {
    const [, image] = args;
    const long = new LongCall(signal);
    try {
      const { engine } = this.#services;
      const brief = await engine.call('explainBriefly', args, long.signal, ({ done, all }) => {
        long.tell();
        onWorking(done, all);
      });
      return { brief };
    } catch (error) {
      if (long.signal.aborted) throw error;
      const data = CamError.toData(error);
      if (this.#mayBeImage(error) || isAboutImage(data, image)) return { error: data };
      this.#isRefused = true;
      throw error;
    }
  }

  /** Whether the image, not the model, counts as the cause where the engine has ended. */
  #mayBeImage(error: unknown): boolean {
    if (!endedEngine(error)) return false;
    this.#crashes++;
    return this.#version !== undefined || this.#crashes < MOST_CRASHES;
  }

  /** Undefined while the model cannot be read; the panel says why. */
  async #versionOf({ path, options }: SheetModel): Promise<string | undefined> {
    const { engine } = this.#services;
    try {
      return (await engine.call('openModel', [path, options])).version;
    } catch (error) {
      if (!refusesOnlyCam(error)) return undefined;
      const asked = engine.call('describeMethods', [path, options]);
      return (await asked.catch(() => undefined))?.version;
    }
  }
}
