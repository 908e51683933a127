import { dirname } from 'node:path';
import { findExternalFiles } from '../onnx/file/externalData.ts';
import type { OnnxModel } from '../onnx/file/model.ts';
import { hashOnce, readModelFile } from '../onnx/file/modelFile.ts';
import { exposeValues } from '../onnx/numbers/quantisation.ts';
import { readOnnxModel } from '../onnx/readModel.ts';
import { sessionBytes } from '../onnx/write/sessionBytes.ts';
import type { Session } from '../runtime/session.ts';
import { createSession } from '../runtime/session.ts';
import type { Analysis, ModelVariant } from './analysis.ts';
import { analyseModel } from './analysis.ts';
import { HeadGradient } from './gradient/headGradient.ts';
import { headInFloat32 } from './halfPrecisionPart.ts';
import { floatHead } from './quantisedPart.ts';

/** A model that is understood and loaded: it gives its last spatial map and its logits. */
export interface Classifier extends Analysis {
  /** Files beside the model that hold weights, absolute. */
  externalFiles: string[];
  metadata: Map<string, string>;
  /** What the model's author wrote into the file; empty for most. */
  description: string;
  session: Session;
  /** The head, to be differentiated for each picture; only for `gradCam`. */
  gradient: HeadGradient | undefined;
  /** SHA-256 of the file; computed once, on the first call. */
  hash: () => Promise<string>;
  /** Names under which the session gives the feature map and the logits, both float32. */
  featureOutput: string;
  logitsOutput: string;
  /** Lets go of everything that the runtime holds for the model. */
  release: () => Promise<void>;
}

/**
 * Opens a classifier: analyses it and loads it with the map exposed. Its structure is read
 * without its weights, so that a model that has no map is refused before they are loaded.
 * @param path absolute
 * @throws CamError with the reason why the file is no model, or the model has no map.
 */
export async function openClassifier(
  path: string,
  variant: ModelVariant = {},
): Promise<Classifier> {
  const model = await readOnnxModel(path);
  const externalFiles = await findExternalFiles(model, path);
  const settings = externalFiles.length > 0 ? { externalDataFolder: dirname(path) } : {};
  return loadClassifier(model, await analyseModel(model, path, settings, variant));
}

/** Loads a model that was analysed already. @throws CamError where the runtime refuses it. */
export async function loadClassifier(model: OnnxModel, analysis: Analysis): Promise<Classifier> {
  const { path } = model.file;
  const externalFiles = await findExternalFiles(model, path);
  const settings = externalFiles.length > 0 ? { externalDataFolder: dirname(path) } : {};
  const feature = exposeValues(model, analysis.feature.name, analysis.feature.elementType);
  const logits = exposeValues(model, analysis.logits.name, analysis.logits.elementType);
  const file = await readModelFile(model.file);
  const bytes = await sessionBytes(model, file, [feature, logits]);
  const session = await createSession(bytes, path, { ...settings, optimization: 'all' });
  const gradient = await loadGradient(model, analysis, settings, session);
  return {
    ...analysis,
    gradient,
    externalFiles,
    metadata: model.metadata,
    description: model.description,
    session,
    hash: hashOnce(file),
    featureOutput: feature.outputName,
    logitsOutput: logits.outputName,
    release: async () => {
      await session.release();
      await gradient?.release();
    },
  };
}

async function loadGradient(
  model: OnnxModel,
  analysis: Analysis,
  settings: { externalDataFolder?: string },
  session: Session,
): Promise<HeadGradient | undefined> {
  if (analysis.mapKind !== 'gradCam') return undefined;
  try {
    const { askedShapes } = analysis;
    const unrounded = await floatHead({ ...model, askedShapes }, analysis);
    const { head, part } = headInFloat32(unrounded.head, unrounded.part);
    return await HeadGradient.create(head, part, model.file.path, settings);
  } catch (error) {
    await session.release();
    throw error;
  }
}
