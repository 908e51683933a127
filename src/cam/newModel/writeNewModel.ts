import { randomBytes } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { notWritable } from '../base/fileErrors.ts';
import { replaceText } from '../base/smallFile.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import { sidecarPath, sidecarTemplate } from '../config/sidecarFile.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { encodeNewHead } from './encodeNewHead.ts';
import { existsAlready, isBackbone } from './errors.ts';
import type { FeatureTensor, MeansHead } from './headNodes.ts';
import { statedMetadata } from './statedMetadata.ts';

/** A trained head, and all that a model with it says of itself. */
export interface NewClassifier {
  /** Of the backbone. */
  graph: Graph;
  /** Name of its picture input. */
  input: string;
  feature: FeatureTensor;
  head: MeansHead;
  labels: string[];
  preprocessing: Preprocessing;
}

/**
 * Requires that a new model can get a name.
 * @throws CamError `notWritable` if it is that of the backbone, or exists already and is not to be replaced
 */
export async function requireNewName(
  file: string,
  backbone: string,
  replaces: boolean,
): Promise<void> {
  if (!(await exists(file))) return;
  if ((await realpath(file)) === (await realpath(backbone))) throw isBackbone(file);
  if (!replaces) throw existsAlready(file);
}

/**
 * Writes a backbone with a new head as an ordinary ONNX model, see {@link encodeNewHead}: labels and preprocessing are in
 * its metadata, and in the sidecar beside it. It gets its name once it is complete and checked; the file of the backbone
 * stays as it is.
 * @param file absolute
 * @param check of the complete file, under another name
 * @returns the sidecar, absolute
 * @throws CamError `modelRefused` with the reason why there is no such model, `notWritable`; what `check` throws
 */
export async function writeNewModel(
  { graph, input, feature, head, labels, preprocessing }: NewClassifier,
  file: string,
  check: (file: string) => Promise<void>,
): Promise<string> {
  const metadata = statedMetadata(labels, preprocessing);
  const pieces = await encodeNewHead(graph, input, feature, head, metadata);
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writing(file, () => writePieces(temporary, pieces));
    await check(temporary);
    await writing(file, () => rename(temporary, file));
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
  const sidecar = sidecarPath(file);
  const stated = { value: labels, source: '' };
  await replaceText(sidecar, sidecarTemplate(stated, preprocessing, sidecar));
  return sidecar;
}

/** One after the other, so that they are not in memory twice. */
async function writePieces(file: string, pieces: readonly Uint8Array[]): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    for (const piece of pieces) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writing(file: string, work: () => Promise<void>): Promise<void> {
  await work().catch((cause) => {
    throw notWritable(file, cause);
  });
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
