import { createHash } from 'node:crypto';
import path from 'node:path';
import { CamError, orRefusal } from '../base/errors.ts';
import { isObject } from '../base/jsonShape.ts';
import type { Analysis } from '../classifier/analysis.ts';
import type { Classifier } from '../classifier/classifier.ts';
import { analysedPicture } from '../classifier/probe/pictureInput.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import { partsOf } from '../config/preprocessing.ts';
import type { RgbPicture } from '../image/prepareInput.ts';
import { measurePlacement, placementByLayers, runInBatches } from '../places/findPlacement.ts';
import type { Placement } from '../places/placement.ts';
import { inPlace, uncheckedPlacement } from '../places/placement.ts';
import { answersAsTheFile } from './fileCheck.ts';
import { JsonMemory } from './jsonMemory.ts';
import type { KnownModel } from './modelCache.ts';
import { hashFiles, rememberedHashes } from './modelHashes.ts';
import { featureLayer } from './modelLayers.ts';

/** Changes with the way of measuring: what was measured in another way is measured again. */
export const MEASURING = 4;

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
  /** For a model to which noise says nothing. */
  photo: RgbPicture | undefined;
}

/**
 * Where the cells of a model's map lie, if this is known without a run and without reading the whole file: from the
 * layers, or from an earlier measurement.
 */
export async function knownPlacement(question: PlacementQuestion): Promise<Placement | undefined> {
  const { known, analysis, cacheFolder } = question;
  // A model that was changed when it was read is compared with its file first.
  const byLayers = known.graph.model.isRewritten ? undefined : await byItsLayers(known, analysis);
  if (byLayers || cacheFolder === undefined) return byLayers;
  const hashes = await rememberedHashes(cacheFolder, await filesOf(known));
  return hashes && memoryIn(cacheFolder).get(keyOf(question, hashes));
}

/**
 * Where the cells of a model's map lie; measured, and kept, if {@link knownPlacement} does not know it.
 * @throws CamError if the model is not loaded.
 */
export async function findPlacement(
  question: PlacementQuestion,
  load: () => Promise<Classifier>,
): Promise<Placement> {
  const earlier = await knownPlacement(question);
  if (earlier) return earlier;
  const { known, cacheFolder } = question;
  if (cacheFolder === undefined) return measure(question, load);
  const key = keyOf(question, await hashFiles(cacheFolder, await filesOf(known)));
  const kept = memoryIn(cacheFolder).get(key);
  if (kept) return kept;
  const found = await measure(question, load);
  if (found.check.standing !== 'unchecked') memoryIn(cacheFolder).set(key, found);
  return found;
}

async function measure(
  { known, analysis, preprocessing, photo }: PlacementQuestion,
  load: () => Promise<Classifier>,
): Promise<Placement> {
  const layer = await featureLayer(known, analysis);
  const picture = analysedPicture(analysis.input);
  const classifier = await load();
  const found = await orRefusal(async () => ({
    ...(placementByLayers(analysis, layer, picture) ??
      (await measurePlacement(
        classifier,
        (pictures) => runInBatches(classifier, pictures),
        layer,
        preprocessing,
        picture,
        photo,
      ))),
    isOfFile: await answersAsTheFile(classifier),
  }));
  return CamError.is(found) ? uncheckedPlacement(found.message) : found;
}

/** Absolute paths of the files that hold a model. @throws CamError if one with weights is missing. */
export async function filesOf({ graph }: KnownModel): Promise<string[]> {
  return [graph.file, ...(await graph.externalFiles())];
}

async function byItsLayers(known: KnownModel, analysis: Analysis): Promise<Placement | undefined> {
  const layer = await featureLayer(known, analysis);
  return placementByLayers(analysis, layer, analysedPicture(analysis.input));
}

function memoryIn(cacheFolder: string): JsonMemory<Placement> {
  return new JsonMemory(path.join(cacheFolder, 'places.json'), MAX_KEPT, isPlacement);
}

function keyOf({ analysis, preprocessing }: PlacementQuestion, hashes: readonly string[]): string {
  // The texts are kept in the language of the window.
  const language = inPlace().check.text;
  const parts = [
    MEASURING,
    language,
    hashes,
    analysis.output,
    analysis.feature.name,
    partsOf(preprocessing),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Whether a value that was read from a file is a placement. */
export function isPlacement(value: unknown): value is Placement {
  if (!isObject(value) || !isObject(value.turn) || !isObject(value.check)) return false;
  const { area } = value;
  return (
    isObject(area) &&
    [area.x, area.y, area.width, area.height].every(Number.isFinite) &&
    typeof value.isCut === 'boolean' &&
    typeof value.isRepeatable === 'boolean' &&
    typeof value.isOfFile === 'boolean' &&
    typeof value.check.text === 'string'
  );
}
