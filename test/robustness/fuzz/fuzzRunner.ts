import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CamErrorCode } from '../../../src/cam/base/errors.ts';
import { CamError } from '../../../src/cam/base/errors.ts';
import { EngineClient } from '../../../src/engine/client.ts';
import { makeMemoryFolder } from '../../unit/memoryFolder.ts';
import { checkAgreement, checkFacts, checkInspection } from './checkInspection.ts';
import { checkDescription, checkError, checkExplanation } from './checkResult.ts';
import type { FuzzCase, Seeds } from './fuzzCase.ts';
import { makeCase, readSeeds } from './fuzzCase.ts';

/** Cases take milliseconds; the machine may be busy. */
const CALL_LIMIT_MS = 15_000;

/** The engine takes about 150 MB with the fixtures; what takes more than this is a bomb. */
const ENGINE_LIMIT_BYTES = 2 ** 30;

/** Codes of a call after which a new process must have been started. */
const ENDINGS: readonly CamErrorCode[] = ['engineCrashed', 'engineOutOfMemory', 'engineTimedOut'];

export interface FuzzOptions {
  /** Absolute path of the repository. */
  root: string;
  /** Absolute path of the bundled engine process. */
  engine: string;
  seed: number;
  /** Numbers of the cases. */
  cases: Iterable<number>;
  /** Engine processes side by side. */
  workers: number;
  /** Where mutants that fail are kept for replay. */
  resultsFolder: string;
}

/** A case that ended neither in a result nor in a clear error. */
export interface FuzzFailure {
  index: number;
  kind: FuzzCase['kind'];
  seed: string;
  call: string;
  reason: string;
  folder: string;
}

export interface FuzzReport {
  /** The number of each result, for each kind of case. */
  outcomes: Map<FuzzCase['kind'], Map<string, number>>;
  failures: FuzzFailure[];
  /** Numbers of the cases that ended the engine process. */
  crashes: Set<number>;
  slowest: { index: number; call: string; durationMs: number };
  /** Largest memory of an engine process measured between two cases; 0 if it cannot be read. */
  engineBytes: number;
}

/** Runs cases through real engine processes. Never fails itself: the report says what happened. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  const seeds = readSeeds(options.root);
  const report: FuzzReport = {
    outcomes: new Map(),
    failures: [],
    crashes: new Set(),
    slowest: { index: -1, call: '', durationMs: 0 },
    engineBytes: 0,
  };
  const indices = options.cases[Symbol.iterator]();
  const workers = Array.from({ length: options.workers }, async () => {
    const worker = await Worker.create(options, seeds, report);
    try {
      for (let next = indices.next(); !next.done; next = indices.next()) {
        await worker.run(makeCase(seeds, options.seed, next.value));
      }
    } finally {
      await worker.dispose();
    }
  });
  await Promise.all(workers);
  return report;
}

interface CaseFiles {
  model: string;
  image: string;
  sidecar: string;
}

/** One engine process after the other, and its input folder. */
class Worker {
  readonly #options: FuzzOptions;
  readonly #report: FuzzReport;
  readonly #folder: string;
  readonly #client: EngineClient;
  readonly #good: CaseFiles;

  private constructor(options: FuzzOptions, report: FuzzReport, folder: string) {
    this.#options = options;
    this.#report = report;
    this.#folder = folder;
    this.#good = filesOf(path.join(folder, 'good'), '.png');
    this.#client = new EngineClient({
      processPath: options.engine,
      log: () => undefined,
      limits: { callMs: CALL_LIMIT_MS, memoryBytes: ENGINE_LIMIT_BYTES },
    });
  }

  static async create(options: FuzzOptions, seeds: Seeds, report: FuzzReport): Promise<Worker> {
    const folder = makeMemoryFolder('cam-lens-fuzz-');
    const worker = new Worker(options, report, folder);
    const good = path.join(options.root, 'test/fixtures');
    await writeFiles(worker.#good, {
      model: await readFile(path.join(good, 'models/gap_linear.dynamo.onnx')),
      image: await readFile(path.join(good, 'models/picture.png')),
      sidecar: seeds.sidecar,
    });
    await mkdir(path.join(folder, 'folder'));
    await writeFile(path.join(folder, 'weights.bin'), new Uint8Array(4096));
    for (const { name, bytes } of seeds.externalWeights) {
      await writeFile(path.join(folder, name), bytes);
    }
    return worker;
  }

  async run(fuzzCase: FuzzCase): Promise<void> {
    const files = filesOf(path.join(this.#folder, fileStem(fuzzCase)), fuzzCase.imageExtension);
    await writeFiles(files, fuzzCase);
    const { model, image } = files;
    await this.#attempt(fuzzCase, 'readFacts', async () => {
      checkFacts(await this.#client.call('readFacts', [model]), fuzzCase.model);
    });
    const inspection = await this.#attempt(fuzzCase, 'inspectModel', async () => {
      const result = await this.#client.call('inspectModel', [model]);
      checkInspection(result, fileStem(fuzzCase));
      return result;
    });
    const description = await this.#attempt(fuzzCase, 'openModel', async () => {
      const result = await this.#client.call('openModel', [model]);
      checkDescription(result);
      if (typeof inspection !== 'string') checkAgreement(inspection, result);
      return result;
    });
    const explanation = await this.#attempt(fuzzCase, 'explain', async () => {
      const result = await this.#client.call('explain', [model, image]);
      if (typeof description === 'string') throw new Error('explained, but not described');
      checkExplanation(description, result, fuzzCase.model);
      return result;
    });
    const outcome = typeof explanation === 'string' ? explanation : explanation.claim.standing;
    const outcomes = this.#report.outcomes.get(fuzzCase.kind) ?? new Map<string, number>();
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    this.#report.outcomes.set(fuzzCase.kind, outcomes);
    await this.#readMemory();
    await Promise.all(Object.values(files).map((file) => rm(file, { force: true })));
  }

  async dispose(): Promise<void> {
    this.#client.dispose();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** The call's result, or the code with which it failed. */
  async #attempt<T>(fuzzCase: FuzzCase, call: string, work: () => Promise<T>): Promise<T | string> {
    const startMs = performance.now();
    try {
      return await work();
    } catch (error) {
      const code = CamError.is(error) ? error.code : 'wrongResult';
      await this.#judge(fuzzCase, call, error);
      if (CamError.is(error) && ENDINGS.includes(error.code)) await this.#checkRecovery(fuzzCase);
      return code;
    } finally {
      const durationMs = performance.now() - startMs;
      if (durationMs > this.#report.slowest.durationMs) {
        this.#report.slowest = { index: fuzzCase.index, call, durationMs };
      }
    }
  }

  async #judge(fuzzCase: FuzzCase, call: string, error: unknown): Promise<void> {
    try {
      if (!CamError.is(error)) throw error;
      checkError(error, fileStem(fuzzCase));
    } catch (failure) {
      await this.#fail(fuzzCase, call, failure);
    }
  }

  /** After a crash the next call must work. */
  async #checkRecovery(fuzzCase: FuzzCase): Promise<void> {
    this.#report.crashes.add(fuzzCase.index);
    try {
      const { model, image } = this.#good;
      const { claim } = await this.#client.call('explain', [model, image]);
      if (claim.standing !== 'exact') throw new Error(`the good model is ${claim.standing}`);
    } catch (failure) {
      await this.#fail(fuzzCase, 'explain after the crash', failure);
    }
  }

  async #fail(fuzzCase: FuzzCase, call: string, error: unknown): Promise<void> {
    const { index, kind, seed } = fuzzCase;
    const reason = error instanceof Error ? error.message : String(error);
    const folder = path.join(
      this.#options.resultsFolder,
      `seed-${this.#options.seed}-case-${index}`,
    );
    await mkdir(folder, { recursive: true });
    await writeFiles(filesOf(path.join(folder, 'case'), fuzzCase.imageExtension), fuzzCase);
    this.#report.failures.push({ index, kind, seed, call, reason, folder });
  }

  async #readMemory(): Promise<void> {
    const status = await readFile(`/proc/${this.#client.pid}/status`, 'utf8').catch(() => '');
    const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
    this.#report.engineBytes = Math.max(this.#report.engineBytes, kilobytes * 1024);
  }
}

/** How the names of a case's files begin; nothing else has such a name. */
function fileStem({ index }: FuzzCase): string {
  return `case-${index}`;
}

function filesOf(stem: string, imageExtension: string): CaseFiles {
  return {
    model: `${stem}.onnx`,
    image: `${stem}${imageExtension}`,
    sidecar: `${stem}.cam.json`,
  };
}

async function writeFiles(
  files: CaseFiles,
  { model, image, sidecar }: Pick<FuzzCase, 'model' | 'image' | 'sidecar'>,
): Promise<void> {
  await Promise.all([
    writeFile(files.model, model),
    writeFile(files.image, image),
    writeFile(files.sidecar, sidecar),
  ]);
}
