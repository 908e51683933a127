import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { partsOf } from '../config/preprocessing.ts';
import { classMap, rangeOf } from '../maps/cam.ts';
import { classWeightsOf } from '../maps/classWeightsOf.ts';
import { roundRect, shortest } from '../maps/files/report.ts';
import { boxInPhoto, DEFAULT_BOX_THRESHOLD } from '../maps/pixels/box.ts';
import { isPointLike } from '../maps/pixels/pointLike.ts';
import { modelSettings } from '../model/modelSettings.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { Explanation, ModelDescription } from '../results/explanation.ts';
import type { ClassScore, ModelExport, PinExplanation } from '../results/pins.ts';
import { defaultCacheFolder } from '../units/cacheFolder.ts';
import type { IndexOptions } from '../units/folderIndex.ts';
import { activeChannels } from './activeChannels.ts';

const LARGEST = 5;

/**
 * The export that a model's file belongs to, without loading it.
 * @throws CamError if a file of weights cannot be read.
 */
export async function modelExport(
  model: OpenModel,
  options: Omit<IndexOptions, 'configPath' | 'maxCacheBytes'>,
): Promise<ModelExport> {
  const cacheFolder = path.resolve(options.cacheFolder ?? defaultCacheFolder());
  const description = await model.description();
  const settings = await modelSettings(model, { ...options, cacheFolder });
  const { preprocessing, ...others } = settings;
  const text = JSON.stringify([others, partsOf(preprocessing)]);
  return {
    key: createHash('sha256').update(text).digest('hex'),
    modelVersion: description.version,
    labels: description.labels.value,
    files: description.files,
    writtenMs: (await stat(model.graph.file)).mtimeMs,
  };
}

/**
 * The stored result and the drawing of an explained picture.
 * @param file the picture's
 * @param classes whose scores are needed in addition to the five largest logits
 */
export function pinnedImage(
  model: ModelDescription,
  explanation: Explanation,
  file: { hash: string; version: string },
  classes: readonly number[],
): PinExplanation {
  const { geometry, ranking, claim: fidelity, place } = explanation;
  const largest = Array.from(ranking.subarray(0, LARGEST));
  const scored = [...new Set([...largest, ...classes])].filter((c) => c < ranking.length);
  const top = largest[0] ?? 0;
  const map = classMap(explanation.featureMap, classWeightsOf(model, explanation), top);
  const interpolation = isPointLike(model.poolings) ? 'cells' : 'bilinear';
  const box = boxInPhoto(map, geometry, DEFAULT_BOX_THRESHOLD, interpolation);
  return {
    modelVersion: explanation.modelVersion,
    result: {
      imageHash: file.hash,
      imageVersion: file.version,
      scores: scored.map((classIndex) => scoreOf(model, explanation, classIndex)),
      box: box && roundRect(box),
      firing: activeChannels(explanation.featureMap),
    },
    drawing: { map, limit: rangeOf(map).scale, geometry, interpolation, fidelity, place },
  };
}

function scoreOf(
  model: ModelDescription,
  { logits, probabilities }: Explanation,
  classIndex: number,
): ClassScore {
  return {
    classIndex,
    label: model.labels.value[classIndex] ?? `class ${classIndex}`,
    logit: shortest(logits[classIndex] ?? 0),
    probability: shortest(probabilities[classIndex] ?? 0),
  };
}
