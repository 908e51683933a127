import { readFile } from 'node:fs/promises';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { noRuntime, notLoaded, outputNotNamed, runFailed } from './errors.ts';

type Runtime = typeof import('onnxruntime-node');

let runtime: Promise<Runtime> | undefined;

/** onnxruntime-node, loaded on first use: it is large, and not every platform has a binary. */
async function loadRuntime(): Promise<Runtime> {
  // Without this, onnxruntime reports to its makers what it loads and runs, and keeps an identifier in the home folder.
  // It checks this only once, when it is loaded.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  runtime ??= import('onnxruntime-node').then(withHalvesAsBits);
  try {
    return await runtime;
  } catch (cause) {
    throw noRuntime(cause);
  }
}

/**
 * At its first tensor the runtime decides how it holds half precision. If Node has `Float16Array` (from 24 on), it uses
 * that, but its own binary cannot read it: every half-precision model fails. If `Float16Array` is hidden at that
 * moment, it uses `Uint16Array`.
 */
function withHalvesAsBits(ort: Runtime): Runtime {
  const float16 = Object.getOwnPropertyDescriptor(globalThis, 'Float16Array');
  if (!float16) return ort;
  Reflect.deleteProperty(globalThis, 'Float16Array');
  try {
    new ort.Tensor('uint8', new Uint8Array(1), [1]);
  } finally {
    Object.defineProperty(globalThis, 'Float16Array', float16);
  }
  return ort;
}

/** An input tensor of a session: float32 values, row-major. */
export interface FloatTensor {
  dims: number[];
  values: Float32Array;
}

/** A loaded model. Runs one at a time; `run` blocks the thread. */
export interface Session {
  /** Shape of an output as the runtime infers it; undefined for unknown sizes. */
  outputDims(name: string): (number | undefined)[] | undefined;
  /** Element type of an output, e.g. `float32`, `float16`. */
  outputType(name: string): string | undefined;
  run(feeds: Record<string, RawTensor>, outputs: string[]): Promise<Map<string, RawTensor>>;
  release(): Promise<void>;
}

/** A tensor of any element type, in the runtime's form. */
export interface RawTensor {
  type: string;
  dims: readonly number[];
  data:
    | Float32Array
    | Float64Array
    | Uint16Array
    | Uint8Array
    | Int8Array
    | BigInt64Array
    | Int32Array;
}

export interface SessionSettings {
  /**
   * `none` for probing: nothing is fused or folded. `basic` folds everything that depends on no input, including
   * shapes.
   */
  optimization: 'none' | 'basic' | 'all';
  /**
   * Whether a padding before a pooling stays a node of its own: onnxruntime 1.30 takes zeros before a max pooling for
   * its own padding, which is −∞.
   */
  keepsPads?: boolean;
  /** Whether the session only says shapes and types: it gets no threads of its own, which takes time. */
  isNeverRun?: boolean;
  /** Folder in which external weights are looked up. */
  externalDataFolder?: string;
  /** Files that the runtime does not look up itself; they are read into memory. */
  externalData?: readonly { location: string; file: string }[];
}

/**
 * Session options of every session. Spinning threads make each run up to twice as expensive as soon as anything else
 * uses the processor, and beside an editor something always does. x64 processors without VNNI add the products of 8-bit
 * numbers in 16 bits, which overflow silently: the same model has different logits there. `x64quantprecision` makes
 * these processors add exactly, like all others.
 */
export function sessionOptions({
  optimization,
  externalDataFolder,
  keepsPads,
  isNeverRun,
}: SessionSettings): InferenceSession.SessionOptions {
  const session: Record<string, unknown> = {
    intra_op: { allow_spinning: '0' },
    x64quantprecision: '1',
  };
  if (externalDataFolder !== undefined) {
    session.model_external_initializers_file_folder_path = externalDataFolder;
  }
  return {
    graphOptimizationLevel: optimization === 'none' ? 'disabled' : optimization,
    extra: {
      session,
      ...(keepsPads ? { optimization: { disable_specified_optimizers: 'Pad_Fusion' } } : {}),
    },
    ...(isNeverRun ? { intraOpNumThreads: 1 } : {}),
    logSeverityLevel: 4,
  };
}

/**
 * Loads an encoded model. `file` is named in errors.
 * @throws CamError `unsupportedOperator`, `truncatedOnnx` or `modelRefused`.
 */
export async function createSession(
  bytes: Uint8Array,
  file: string,
  settings: SessionSettings,
): Promise<Session> {
  const ort = await loadRuntime();
  const externalData = await readAll(settings.externalData ?? []);
  let session: InferenceSession;
  try {
    session = await loadExactly(ort, bytes, settings, externalData);
  } catch (error) {
    throw notLoaded(error, file);
  }
  // The runtime looks its outputs up in a plain object, which has a value under this name.
  if (session.outputNames.includes('__proto__')) {
    await session.release();
    throw outputNotNamed(file);
  }
  return wrapSession(session, ort, file);
}

async function loadExactly(
  ort: Runtime,
  bytes: Uint8Array,
  settings: SessionSettings,
  externalData: ExternalData,
): Promise<InferenceSession> {
  const options = (given: SessionSettings) => ({ ...sessionOptions(given), ...externalData });
  try {
    return await ort.InferenceSession.create(bytes, options(settings));
  } catch (error) {
    // onnxruntime 1.30 cannot widen 8-bit weights that two nodes share. Unless it fuses them, it computes in float32.
    const isFault = String(error).includes('AddInitializedOrtValue');
    if (!isFault || settings.optimization !== 'all') throw error;
    return await ort.InferenceSession.create(
      bytes,
      options({ ...settings, optimization: 'basic' }),
    );
  }
}

type ExternalData = Pick<InferenceSession.SessionOptions, 'externalData'>;

/** @throws the system's error */
async function readAll(
  files: readonly { location: string; file: string }[],
): Promise<ExternalData> {
  if (files.length === 0) return {};
  const read = async ({ location, file }: { location: string; file: string }) => ({
    path: location,
    data: new Uint8Array(await readFile(file)),
  });
  return { externalData: await Promise.all(files.map(read)) };
}

function wrapSession(session: InferenceSession, ort: Runtime, file: string): Session {
  const outputs = new Map(session.outputMetadata.map((metadata) => [metadata.name, metadata]));
  const outputMetadata = (name: string) => {
    const found = outputs.get(name);
    return found?.isTensor ? found : undefined;
  };
  return {
    outputDims: (name) =>
      outputMetadata(name)?.shape.map((size) =>
        typeof size === 'number' && size >= 0 ? size : undefined,
      ),
    outputType: (name) => outputMetadata(name)?.type,
    run: async (feeds, wanted) => {
      const tensors: Record<string, Tensor> = Object.create(null);
      for (const [name, { type, data, dims }] of Object.entries(feeds)) {
        tensors[name] = new ort.Tensor(type as 'float32', data as Float32Array, dims);
      }
      try {
        const results = await session.run(tensors, wanted);
        return new Map(wanted.map((name) => [name, results[name] as unknown as RawTensor]));
      } catch (error) {
        throw runFailed(error, file);
      }
    },
    release: () => session.release(),
  };
}

/** Runs a session on float32 tensors; every output must be float32. */
export async function runFloat(
  session: Session,
  feeds: Record<string, FloatTensor>,
  outputs: string[],
): Promise<Map<string, FloatTensor>> {
  const raw: Record<string, RawTensor> = {};
  for (const [name, { dims, values }] of Object.entries(feeds)) {
    raw[name] = { type: 'float32', dims, data: values };
  }
  const results = await session.run(raw, outputs);
  return new Map([...results].map(([name, tensor]) => [name, asFloatTensor(name, tensor)]));
}

/** The tensor as float32. @throws Error if its values are not float32: a bug of the caller. */
export function asFloatTensor(name: string, tensor: RawTensor): FloatTensor {
  if (!(tensor.data instanceof Float32Array)) {
    throw new Error(`output ${name} is ${tensor.type}, not float32`);
  }
  return { dims: [...tensor.dims], values: tensor.data };
}
