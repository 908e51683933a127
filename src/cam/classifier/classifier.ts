import { hashOnce, readModelFile } from '../onnx/file/modelFile.ts';
import { exposeValues } from '../onnx/numbers/quantisation.ts';
import { exposing } from '../onnx/write/encode.ts';
import { sessionBytes } from '../onnx/write/sessionBytes.ts';
import type { Session } from '../runtime/session.ts';
import { createSession } from '../runtime/session.ts';
import type { Analysis } from './analysis.ts';
import { headInFloat } from './floatReading.ts';
import { HeadGradient } from './gradient/headGradient.ts';

/** A model that was analysed and loaded: it gives its last spatial map and its logits. */
export interface Classifier extends Analysis {
  /** Absolute paths of the files beside the model that hold weights. */
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
  /** Releases everything that the runtime holds for the model. */
  release: () => Promise<void>;
}

/** Loads an analysed model. @throws CamError where the runtime refuses it. */
export async function loadClassifier(analysis: Analysis): Promise<Classifier> {
  const { graph } = analysis;
  const { model } = graph;
  const feature = exposeValues(model, analysis.feature.name, analysis.feature.elementType);
  const logits = exposeValues(model, analysis.logits.name, analysis.logits.elementType);
  const file = await readModelFile(model.file);
  const bytes = await sessionBytes(model, file, exposing([feature, logits]));
  const externalFiles = await graph.externalFiles();
  const session = await createSession(bytes, graph.file, {
    ...graph.sessionNeeds,
    optimization: 'all',
  });
  const gradient = await loadGradient(analysis, session);
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
  analysis: Analysis,
  session: Session,
): Promise<HeadGradient | undefined> {
  if (analysis.mapKind !== 'gradCam') return undefined;
  try {
    const inFloat = await headInFloat(analysis);
    return await HeadGradient.create(inFloat.graph, inFloat);
  } catch (error) {
    await session.release();
    throw error;
  }
}
