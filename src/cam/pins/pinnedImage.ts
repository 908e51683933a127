import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { classScore } from '../brief/classScore.ts';
import { mapDrawing } from '../brief/mapDrawing.ts';
import { partsOf } from '../config/preprocessing.ts';
import { roundRect } from '../maps/files/report.ts';
import { boxInPhoto, DEFAULT_BOX_THRESHOLD } from '../maps/pixels/box.ts';
import { modelSettings } from '../model/modelSettings.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { Explanation, ModelDescription } from '../results/explanation.ts';
import type { ModelExport, PinExplanation } from '../results/pins.ts';
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
  const { geometry, ranking } = explanation;
  const largest = Array.from(ranking.subarray(0, LARGEST));
  const scored = [...new Set([...largest, ...classes])].filter((c) => c < ranking.length);
  const drawing = mapDrawing(model, explanation);
  const box = boxInPhoto(drawing.map, geometry, DEFAULT_BOX_THRESHOLD, drawing.interpolation);
  return {
    modelVersion: explanation.modelVersion,
    result: {
      imageHash: file.hash,
      imageVersion: file.version,
      scores: scored.map((classIndex) => classScore(model, explanation, classIndex)),
      box: box && roundRect(box),
      firing: activeChannels(explanation.featureMap),
    },
    drawing,
  };
}
