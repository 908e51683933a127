import { CamError, orRefusal } from '../base/errors.ts';
import { concreteInput } from '../classifier/probe/pictureInput.ts';
import type { Scores } from '../classifier/scores.ts';
import { trainingLayerOf, trainingNotice } from '../classifier/trainingMode.ts';
import { planBackward } from '../gradients/planBackward.ts';
import { filesOf, shareNotices } from '../model/describeModel.ts';
import type { ModelOptions, OpenModel } from '../model/openModel.ts';
import { methodName, uniformGradient } from '../results/methodFidelity.ts';
import type { MethodDescription, MethodOffer } from '../results/methodMap.ts';
import { MAP_METHODS } from '../results/methodMap.ts';
import { noLayer } from './errors.ts';
import { candidatesOf } from './findTarget.ts';
import { isOfLayer } from './methodMaps.ts';
import type { MethodSubject } from './methodSubject.ts';
import { readSubject } from './methodSubject.ts';

/**
 * Which methods a model allows, as far as its graph tells: an operator without a rule is found here. Only what tells its
 * labels, its logits and its shapes is run.
 * @param options with the tensor for methods of a layer, if it is not the last one
 * @throws CamError if the model takes no picture or gives no scores, or the runtime refuses it.
 */
export async function describeMethods(
  model: OpenModel,
  options: ModelOptions & { layer?: string },
): Promise<MethodDescription> {
  const subject = await readSubject(model, options);
  const described = await describeScores(model, subject);
  const { layer } = options;
  return {
    ...described,
    version: layer === undefined ? described.version : JSON.stringify([described.version, layer]),
    offers: await offersOf(subject, layer),
  };
}

/** What is known about a model without its methods. */
export async function describeScores(
  model: OpenModel,
  { scores, config, known, analysis }: MethodSubject,
): Promise<Omit<MethodDescription, 'offers'>> {
  const { labels, preprocessing } = config;
  const notices = [
    ...model.graph.model.notices,
    ...config.notices,
    ...shareNotices(scores.logits),
    ...(await trainingNotices(model)),
  ];
  return {
    path: model.graph.file,
    version: CamError.is(analysis)
      ? JSON.stringify([
          ...[model.graph.file, known.version, scores.output],
          ...[labels, preprocessing, notices],
        ])
      : (await model.description()).version,
    fileVersion: known.version,
    files: filesOf(model.graph.model, config),
    labels,
    preprocessing,
    classes: scores.classes,
    activation: scores.logits.activation,
    notices,
  };
}

async function trainingNotices({ graph }: OpenModel): Promise<string[]> {
  const layer = await trainingLayerOf(graph);
  return layer ? [trainingNotice(layer)] : [];
}

/** The methods, each with the reason why the model does not allow it. */
export async function offersOf(
  { scores, analysis, known }: MethodSubject,
  asked: string | undefined,
): Promise<MethodOffer[]> {
  const [[first] = []] = candidatesOf(scores);
  const own = CamError.is(analysis) ? first?.tensor : analysis.feature.name;
  const isKnown = asked !== undefined && known.graph.producerOf(asked) !== undefined;
  const layer = isKnown ? asked : own;
  const isMean = !CamError.is(analysis) && analysis.mapKind === 'cam' && layer === own;
  const ofPixels = await refusalAt(scores, scores.input.name);
  const ofLayer = layer === undefined ? noLayer(known.graph.file) : await refusalAt(scores, layer);
  const certain = isKnown || !CamError.is(analysis) ? layer : undefined;
  const at = certain === undefined ? {} : { layer: certain };
  return MAP_METHODS.map((method) => {
    const name = methodName(method);
    if (method === 'occlusion') return { method, name };
    const refusal = isOfLayer(method) ? ofLayer : ofPixels;
    if (refusal) return { method, name, reason: refusal.message };
    if (method === 'layer-cam' && isMean) return { method, name, reason: uniformGradient() };
    return isOfLayer(method) ? { method, name, ...at } : { method, name };
  });
}

/** Why there is no gradient at a tensor; undefined if there is one. */
async function refusalAt(
  { graph, logits, input }: Scores,
  tensor: string,
): Promise<CamError | undefined> {
  const found = await orRefusal(() =>
    planBackward(graph, logits.name, [tensor], concreteInput(input)),
  );
  return CamError.is(found) ? found : undefined;
}
