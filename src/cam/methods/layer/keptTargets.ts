import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Size } from '../../base/geometry.ts';
import { isObject } from '../../base/jsonShape.ts';
import type { Preprocessing } from '../../config/preprocessing.ts';
import { partsOf } from '../../config/preprocessing.ts';
import { JsonMemory } from '../../model/jsonMemory.ts';
import type { KnownModel } from '../../model/modelCache.ts';
import { hashFiles } from '../../model/modelHashes.ts';
import { filesOf, isPlacement, MEASURING } from '../../model/modelPlacement.ts';
import { inPlace } from '../../places/placement.ts';
import type { LayerTarget } from './layerTarget.ts';

/** Changes with the way in which a layer is looked for. */
const VERSION = 1;

/** Number of latest layers that are kept on disk. */
const MAX_KEPT = 500;

/** What the layer of maps depends on. */
export interface KeptQuestion {
  known: KnownModel;
  /** Folder in which layers are kept; undefined to keep none. */
  cacheFolder: string | undefined;
  output: string;
  /** Of the model's input. */
  picture: Size;
  /** At input scale 1. */
  preprocessing: Preprocessing;
  /** Which layer: the name of its tensor, or what else tells it from the others of the model. */
  wanted: readonly string[];
}

/** A model may have no layer. */
interface Kept {
  target?: LayerTarget;
}

/**
 * The layer as it was found and measured for the same files before; found, and kept, if it was not.
 * @throws CamError as `find`, or if a file cannot be read.
 */
export async function keptTarget(
  question: KeptQuestion,
  find: () => Promise<LayerTarget | undefined>,
): Promise<LayerTarget | undefined> {
  const { known, cacheFolder } = question;
  if (cacheFolder === undefined) return find();
  const memory = new JsonMemory(path.join(cacheFolder, 'layers.json'), MAX_KEPT, isKept);
  const key = keyOf(question, await hashFiles(cacheFolder, await filesOf(known)));
  const kept = memory.get(key);
  if (kept) return kept.target;
  const target = await find();
  // Another picture may tell.
  if (target?.placement.check.standing !== 'unchecked') memory.set(key, target ? { target } : {});
  return target;
}

function keyOf(
  { output, picture, preprocessing, wanted }: KeptQuestion,
  hashes: readonly string[],
): string {
  // The texts are kept in the language of the window.
  const language = inPlace().check.text;
  const { width, height } = picture;
  const parts = [
    ...[VERSION, MEASURING, language, hashes, output, width, height],
    ...[partsOf(preprocessing), wanted],
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function isKept(value: unknown): value is Kept {
  if (!isObject(value)) return false;
  const { target } = value;
  return target === undefined || (isObject(target) && isTarget(target));
}

function isTarget({ tensor, rowDims, layout, placement, ...counts }: Record<string, unknown>) {
  const { elementType, positions, firstPosition } = counts;
  if (!isObject(layout) || !Array.isArray(rowDims)) return false;
  const { channelAxis, channels, width, height } = layout;
  const sizes = [...rowDims, channels, width, height, positions, elementType];
  return (
    typeof tensor === 'string' &&
    (channelAxis === 1 || channelAxis === 3) &&
    sizes.every((size) => Number.isInteger(size) && size > 0) &&
    Number.isInteger(firstPosition) &&
    isPlacement(placement)
  );
}
