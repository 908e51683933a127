import { randomBytes } from 'node:crypto';
import { mkdir, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { CamError } from '../base/errors.ts';
import { notWritable } from '../base/fileErrors.ts';
import { replaceText } from '../base/smallFile.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import { sidecarPath, sidecarTemplate } from '../config/sidecarFile.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { belongsToBackbone, existsAlready } from './errors.ts';
import type { FeatureTensor, MeansHead } from './headNodes.ts';
import { dataName, mostInside, writeModelFiles } from './modelFiles.ts';
import { modelWithHead } from './modelWithHead.ts';
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
 * Requires that a new model, its sidecar, and a file of its weights can get their names.
 * @param file absolute
 * @param backbone its graph
 * @param replaces whether files of these names are replaced
 * @throws CamError `notWritable` if a name is that of a file of the backbone, or exists already and is not to be replaced
 */
export async function requireNewName(
  file: string,
  backbone: Graph,
  replaces: boolean,
): Promise<void> {
  const external = await backbone.externalFiles();
  const kept = await Promise.all([backbone.file, ...external].map((each) => realpath(each)));
  for (const name of [file, sidecarPath(file), dataName(file)]) {
    if (!(await exists(name))) continue;
    if (kept.includes(await realpath(name))) throw belongsToBackbone(name);
    if (!replaces) throw existsAlready(name);
  }
}

/**
 * Writes a backbone with a new head as an ordinary ONNX model, see {@link modelWithHead}: labels and preprocessing are in
 * its metadata, and in the sidecar beside it. It is one file, or, if that would be too large, has its weights in `.data`
 * beside it. It gets its name once it is complete and checked; the files of the backbone stay as they are.
 * @param file absolute
 * @param check of the complete model, in another folder
 * @param most bytes of weights that are held inside the file
 * @returns the sidecar, absolute
 * @throws CamError `modelRefused` with the reason why there is no such model, `notWritable`; what `check` throws
 */
export async function writeNewModel(
  { graph, input, feature, head, labels, preprocessing }: NewClassifier,
  file: string,
  check: (file: string) => Promise<void>,
  most = mostInside(graph.model),
): Promise<string> {
  const metadata = statedMetadata(labels, preprocessing);
  const model = modelWithHead(graph, input, feature, head, metadata);
  const folder = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  const temporary = path.join(folder, path.basename(file));
  try {
    const names = await writing(file, async () => {
      await mkdir(folder);
      return writeModelFiles(model, graph.file, temporary, most);
    });
    await check(temporary);
    await writing(file, () => moveAll(names, folder, file));
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
  const sidecar = sidecarPath(file);
  const stated = { value: labels, source: '' };
  await replaceText(sidecar, sidecarTemplate(stated, preprocessing, sidecar));
  return sidecar;
}

/** @param names of the files in `folder`; the model's comes last */
async function moveAll(names: readonly string[], folder: string, file: string): Promise<void> {
  // A model must never be seen with the weights of another one.
  if (names.length > 1) await rm(file, { force: true });
  for (const name of names) {
    await rename(path.join(folder, name), path.join(path.dirname(file), name));
  }
}

async function writing<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw CamError.is(cause) ? cause : notWritable(file, cause);
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
