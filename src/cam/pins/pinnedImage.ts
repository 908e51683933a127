import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { CamError } from '../base/errors.ts';
import { classScore } from '../brief/classScore.ts';
import type { AskedOptions } from '../brief/explainAsAsked.ts';
import { explainAsAsked } from '../brief/explainAsAsked.ts';
import { mapBox, mapDrawing } from '../brief/mapDrawing.ts';
import { partsOf } from '../config/preprocessing.ts';
import { defaultCacheFolder } from '../folder/cacheFolder.ts';
import type { IndexOptions } from '../folder/indexPlace.ts';
import { decodeImage } from '../image/decode.ts';
import { describeScores } from '../methods/describeMethods.ts';
import type { MethodProgress } from '../methods/explainByMethod.ts';
import { readSubject } from '../methods/methodSubject.ts';
import { hashFile } from '../model/modelHashes.ts';
import type { ModelSettings, SettingsOptions } from '../model/modelSettings.ts';
import { modelSettings, settingsWith } from '../model/modelSettings.ts';
import type { ModelOptions, OpenModel } from '../model/openModel.ts';
import { fileVersion } from '../onnx/file/modelFile.ts';
import { refusesOnlyCam } from '../results/mapWay.ts';
import type { MethodDescription } from '../results/methodMap.ts';
import type { ModelExport, PinExplanation } from '../results/pins.ts';
import { activeChannels } from './activeChannels.ts';

const LARGEST = 5;

/** What an export consists of. */
type ExportParts = Pick<MethodDescription, 'version' | 'labels' | 'files'> & {
  settings: ModelSettings;
};

/**
 * The export that a model's file belongs to, without loading it.
 * @throws CamError if the model gives no scores for a picture, or a file of weights cannot be read.
 */
export async function modelExport(
  model: OpenModel,
  options: Omit<IndexOptions, 'maxCacheBytes'>,
): Promise<ModelExport> {
  const cacheFolder = path.resolve(options.cacheFolder ?? defaultCacheFolder());
  const { settings, version, labels, files } = await partsOfExport(model, {
    ...options,
    cacheFolder,
  });
  const { preprocessing, ...others } = settings;
  const text = JSON.stringify([others, partsOf(preprocessing)]);
  return {
    key: createHash('sha256').update(text).digest('hex'),
    modelVersion: version,
    labels: labels.value,
    files,
    writtenMs: (await stat(model.graph.file)).mtimeMs,
  };
}

async function partsOfExport(
  model: OpenModel,
  options: SettingsOptions & ModelOptions,
): Promise<ExportParts> {
  const analysis = await model.analysisOrRefusal();
  if (!CamError.is(analysis) || !refusesOnlyCam(analysis)) {
    const settings = await modelSettings(model, options);
    return { ...(await model.description()), settings };
  }
  const subject = await readSubject(model, options);
  const described = await describeScores(model, subject);
  const { output } = subject.scores;
  const preprocessing = described.preprocessing.value;
  const settings = await settingsWith(model, { output, featureTensor: '', preprocessing }, options);
  return { ...described, settings };
}

/**
 * The result of a picture that is stored, and its drawing.
 * @param classes whose scores are needed in addition to the five largest logits
 * @throws CamError about the model or the picture.
 */
export async function pinnedImage(
  model: OpenModel,
  imagePath: string,
  classes: readonly number[],
  options: AskedOptions,
  onProgress: (progress: MethodProgress) => void,
): Promise<PinExplanation> {
  const photo = { path: imagePath, decoding: decodeImage(imagePath, options) };
  const explained = await explainAsAsked(model, photo, options, onProgress);
  const { way } = explained;
  const { ranking } = explained.explanation;
  const largest = Array.from(ranking.subarray(0, LARGEST));
  const scored = [...new Set([...largest, ...classes])].filter((c) => c < ranking.length);
  return {
    modelVersion: explained.model.version,
    result: {
      imageHash: await hashFile(imagePath),
      imageVersion: await fileVersion(imagePath),
      scores: scored.map((classIndex) => classScore(explained, classIndex)),
      way,
      box: mapBox(explained),
      firing: explained.way === 'cam' ? activeChannels(explained.explanation.featureMap) : '',
    },
    drawing: mapDrawing(explained),
  };
}
