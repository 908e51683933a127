import { CamError, orRefusal } from '../base/errors.ts';
import { concreteInput } from '../classifier/probe/pictureInput.ts';
import type { Scores } from '../classifier/scores.ts';
import { trainingLayerOf, trainingNotice } from '../classifier/trainingMode.ts';
import { planBackward } from '../gradients/planBackward.ts';
import { filesOf, shareNotices } from '../model/describeModel.ts';
import type { KnownModel } from '../model/modelCache.ts';
import type { ModelOptions, OpenModel } from '../model/openModel.ts';
import { wayName } from '../results/mapWay.ts';
import { uniformGradient } from '../results/methodFidelity.ts';
import type { MethodDescription, MethodOffer } from '../results/methodMap.ts';
import { MAP_METHODS } from '../results/methodMap.ts';
import { noLayer } from './errors.ts';
import { tokenReadings } from './layer/branchReadings.ts';
import { candidatesOf } from './layer/findTarget.ts';
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

/** By output and layer. */
const OFFERS = new WeakMap<KnownModel, Map<string, Promise<MethodOffer[]>>>();

/** Outputs of models of which it turned out, when it was looked for, that no layer has places. */
const LAYERLESS = new WeakMap<KnownModel, Set<string>>();

/** From now on, methods of a layer are not offered for this output of the model. */
export function rememberLayerless(known: KnownModel, output: string): void {
  LAYERLESS.set(known, (LAYERLESS.get(known) ?? new Set()).add(output));
}

/** The methods, each with the reason why the model does not allow it; found once for each model. */
export async function offersOf(
  subject: MethodSubject,
  layer: string | undefined,
): Promise<MethodOffer[]> {
  const { known, scores } = subject;
  const ofModel = OFFERS.get(known) ?? new Map<string, Promise<MethodOffer[]>>();
  OFFERS.set(known, ofModel);
  const key = JSON.stringify([scores.output, layer]);
  const found = ofModel.get(key) ?? findOffers(subject, layer);
  ofModel.set(key, found);
  found.catch(() => ofModel.delete(key));
  const offers = await found;
  if (layer !== undefined || !LAYERLESS.get(known)?.has(scores.output)) return offers;
  const reason = noLayer(known.graph.file).message;
  return offers.map((offer) => (isOfLayer(offer.method) ? { ...offer, reason } : offer));
}

async function findOffers(
  { scores, analysis, known }: MethodSubject,
  asked: string | undefined,
): Promise<MethodOffer[]> {
  const [[first] = []] = candidatesOf(scores);
  const own = CamError.is(analysis)
    ? (first?.tensor ?? (await ofBranch(scores)))
    : analysis.feature.name;
  const isKnown = asked !== undefined && known.graph.producerOf(asked) !== undefined;
  const layer = isKnown ? asked : own;
  const isMean = !CamError.is(analysis) && analysis.mapKind === 'cam' && layer === own;
  const ofPixels = await refusalAt(scores, scores.input.name);
  const ofLayer = layer === undefined ? noLayer(known.graph.file) : await refusalAt(scores, layer);
  const certain = isKnown || !CamError.is(analysis) ? layer : undefined;
  const at = certain === undefined ? {} : { layer: certain };
  return MAP_METHODS.map((method) => {
    const name = wayName(method);
    if (method === 'occlusion') return { method, name };
    const refusal = isOfLayer(method) ? ofLayer : ofPixels;
    if (refusal) return { method, name, reason: refusal.message };
    if (method === 'layer-cam' && isMean) return { method, name, reason: uniformGradient() };
    return isOfLayer(method) ? { method, name, ...at } : { method, name };
  });
}

/** A tensor of tokens of some branch; which of them a map is made of is found when one is asked for. */
async function ofBranch(scores: Scores): Promise<string | undefined> {
  const found = await orRefusal(() => tokenReadings(scores));
  return CamError.is(found) ? undefined : found[0]?.[0]?.tensor;
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
