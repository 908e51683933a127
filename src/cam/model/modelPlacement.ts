import { createHash } from 'node:crypto';
import path from 'node:path';
import { CamError, orRefusal } from '../base/errors.ts';
import { isObject } from '../base/jsonShape.ts';
import type { Analysis } from '../classifier/analysis.ts';
import type { Classifier } from '../classifier/classifier.ts';
import { analysedPicture } from '../classifier/probe/pictureInput.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import { partsOf } from '../config/preprocessing.ts';
import type { SpatialLayer } from '../layers/listLayers.ts';
import { measurePlacement, placementByLayers } from '../places/findPlacement.ts';
import type { Placement } from '../places/placement.ts';
import { uncheckedPlacement } from '../places/placement.ts';
import { JsonMemory } from './jsonMemory.ts';
import type { KnownModel } from './modelCache.ts';
import { hashFiles } from './modelHashes.ts';
import { findLayers } from './modelLayers.ts';

/** Changes with the way of measuring: what was measured in another way is measured again. */
const VERSION = 1;

/** Number of latest measurements that are kept on disk. */
const MAX_KEPT = 500;

/** What a placement depends on. */
export interface PlacementQuestion {
  known: KnownModel;
  analysis: Analysis;
  /** At input scale 1. */
  preprocessing: Preprocessing;
  /** Folder in which measurements are kept; undefined to keep none. */
  cacheFolder: string | undefined;
}

/** Where the cells of a model's map lie, if this is known without a run: from the layers, or from an earlier measurement. */
export async function knownPlacement(question: PlacementQuestion): Promise<Placement | undefined> {
  const { known, analysis, cacheFolder } = question;
  const layer = await layerOf(known, analysis);
  const byLayers = placementByLayers(analysis, layer, analysedPicture(analysis.input));
  if (byLayers || cacheFolder === undefined) return byLayers;
  return memoryIn(cacheFolder).get(await keyOf(question, cacheFolder));
}

/**
 * Where the cells of a model's map lie; measured, and kept, if {@link knownPlacement} does not know it.
 * @throws CamError if the model is not loaded.
 */
export async function findPlacement(
  question: PlacementQuestion,
  load: () => Promise<Classifier>,
): Promise<Placement> {
  const found = await knownPlacement(question);
  if (found) return found;
  const { known, analysis, preprocessing, cacheFolder } = question;
  const layer = await layerOf(known, analysis);
  const picture = analysedPicture(analysis.input);
  const classifier = await load();
  const measured = await orRefusal(() =>
    measurePlacement(classifier, layer, preprocessing, picture),
  );
  if (CamError.is(measured)) return uncheckedPlacement(measured.message);
  if (cacheFolder !== undefined) {
    memoryIn(cacheFolder).set(await keyOf(question, cacheFolder), measured);
  }
  return measured;
}

async function layerOf(known: KnownModel, analysis: Analysis): Promise<SpatialLayer | undefined> {
  const layers = await findLayers(known, analysis.input, analysis, undefined);
  return layers.find(({ layer }) => layer.tensor === analysis.feature.name);
}

function memoryIn(cacheFolder: string): JsonMemory<Placement> {
  return new JsonMemory(path.join(cacheFolder, 'places.json'), MAX_KEPT, isPlacement);
}

async function keyOf(
  { known: { graph }, analysis, preprocessing }: PlacementQuestion,
  cacheFolder: string,
): Promise<string> {
  const hashes = await hashFiles(cacheFolder, [graph.file, ...(await graph.externalFiles())]);
  const parts = [VERSION, hashes, analysis.output, analysis.feature.name, partsOf(preprocessing)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function isPlacement(value: unknown): value is Placement {
  if (!isObject(value) || !isObject(value.turn) || !isObject(value.check)) return false;
  const { area } = value;
  return (
    isObject(area) &&
    [area.x, area.y, area.width, area.height].every(Number.isFinite) &&
    typeof value.isCut === 'boolean' &&
    typeof value.isRepeatable === 'boolean' &&
    typeof value.check.text === 'string'
  );
}
