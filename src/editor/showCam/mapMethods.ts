import { CamError, isOnlyNoCam } from '../../cam/base/errors.ts';
import { IN_PLACE_OF_CAM, SLOW_METHODS } from '../../cam/maps/methodLists.ts';
import type { Explanation, ModelDescription } from '../../cam/results/explanation.ts';
import { byFirstAllowed } from '../../cam/results/mapWay.ts';
import type {
  MapMethod,
  MethodDescription,
  MethodExplanation,
  MethodOffer,
} from '../../cam/results/methodMap.ts';
import type { EngineArguments } from '../../engine/calls.ts';
import type { EngineClient } from '../../engine/client.ts';
import { cancelled, changedWhileRead } from '../../engine/errors.ts';
import type { MapWay, MethodMap, ShownModel, WantedMap } from '../../protocol/mapMethods.ts';
import type { ChosenVariant } from '../../protocol/showCam.ts';
import type { Asked } from '../panels/requestHandler.ts';

/** Of a layer that was chosen. */
const OF_LAYER: MapWay[] = ['grad-cam', 'hires-cam', 'layer-cam'];

/** One picture under one model. */
export interface MethodSubject {
  model: string;
  image: string;
  variant: ChosenVariant;
  useColourProfile: boolean;
}

/** The state of a model's file that maps are asked for. */
export type MethodSubjectOnShow = MethodSubject & Pick<ShownModel, 'fileVersion'>;

/** The part of the engine that is needed. */
type MethodEngine = Pick<EngineClient, 'call'>;

/** A model without a CAM, and a picture with a map by a method. */
export interface ExplainedByMethod {
  model: ShownModel;
  explanation: Explanation;
  offers: MethodOffer[];
  methodMap: MethodMap;
}

/** The methods that a model allows. */
export async function methodOffers(
  engine: MethodEngine,
  subject: MethodSubject,
  signal: AbortSignal,
): Promise<MethodOffer[]> {
  const { offers } = await describe(engine, subject, signal);
  return offers;
}

/**
 * The map of one class, or of the difference between two; tells how far it is.
 * @throws CamError `cancelled` if the file has changed meanwhile: it would be a map of another model.
 */
export async function methodMap(
  engine: MethodEngine,
  subject: MethodSubjectOnShow,
  { method, classIndex, against }: WantedMap,
  { signal, onWorking }: Asked,
): Promise<MethodMap> {
  const query = { method, classes: [classIndex], ...(against === undefined ? {} : { against }) };
  // Cancelling ends the engine process; a fast method is over sooner than another one has started.
  const signalOfSlow = SLOW_METHODS.includes(method) ? signal : undefined;
  const onProgress = ({ done, all }: { done: number; all: number }) => onWorking(done, all);
  const parts = argumentsOf(subject, query);
  const explained = await engine.call('explainByMethod', parts, signalOfSlow, onProgress);
  if (explained.fileVersion !== subject.fileVersion) throw cancelled();
  return mapOf(explained);
}

/**
 * What is shown of a model after a refusal, if that is about its CAM alone.
 * @param preferred used if it is offered and fast
 * @returns undefined if the refusal is to be shown
 * @throws CamError about the model or the picture.
 */
export async function explainWithoutCam(
  engine: MethodEngine,
  subject: MethodSubject,
  refusal: unknown,
  preferred: MapWay | undefined,
  signal: AbortSignal,
): Promise<ExplainedByMethod | undefined> {
  const { variant } = subject;
  const { featureTensor, inputScale } = variant;
  if (!CamError.is(refusal) || !isOnlyNoCam(refusal, featureTensor)) return undefined;
  // The size of the input was chosen, and may be the reason.
  if (inputScale !== undefined) return undefined;
  const described = await describe(engine, subject, signal).catch(() => undefined);
  if (!described) return undefined;
  const wanted = [preferred, ...IN_PLACE_OF_CAM].filter(
    (way, i): way is MapMethod =>
      way !== undefined &&
      way !== 'cam' &&
      (i > 0 || !SLOW_METHODS.includes(way)) &&
      (featureTensor === undefined || OF_LAYER.includes(way)),
  );
  const { offers } = described;
  const explained = await byFirstAllowed(wanted, offers, async (method) => {
    const query = { method, classes: [] };
    const result = await engine.call('explainByMethod', argumentsOf(subject, query), signal);
    if (result.fileVersion !== described.fileVersion) throw changedWhileRead(subject.model);
    const modelHash = await engine.call('hashFile', [subject.model], signal);
    return withoutCam(refusal, described, offers, { ...result, modelHash });
  });
  return CamError.is(explained) ? undefined : explained;
}

/** Whether a model has a CAM. */
export function isDescription(model: ShownModel): model is ModelDescription {
  return model.mapKind !== 'none';
}

function withoutCam(
  { message }: CamError,
  described: MethodDescription,
  offers: MethodOffer[],
  result: MethodExplanation & { modelHash: string },
): ExplainedByMethod {
  const map = mapOf(result);
  const { path, version, fileVersion, files, labels, classes } = described;
  const { activation, preprocessing, notices } = described;
  const { width, height } = map.map;
  const { imagePath, logits, probabilities, ranking, expectedClass, picture } = result;
  return {
    offers,
    methodMap: map,
    model: {
      ...{ path, files, labels, classes, activation, preprocessing, notices },
      ...{ version, fileVersion, mapKind: 'none', summary: message },
      ...{ poolings: [], readout: { kind: 'mean' }, featureTensor: map.layer ?? '' },
      ...{ outputs: [], output: '', inputScales: [1], unitNames: {} },
      ...{ classWeights: undefined, authorNote: '' },
    },
    explanation: {
      ...{ imagePath, logits, probabilities, ranking, picture },
      ...{ geometry: map.geometry, claim: map.claim, place: map.place },
      ...{ modelHash: result.modelHash, modelVersion: version, residual: 0, relativeResidual: 0 },
      featureMap: { channels: 0, width, height, values: new Float32Array() },
      classWeights: undefined,
      ...(expectedClass === undefined ? {} : { expectedClass }),
      notices: result.notices.filter((notice) => !notices.includes(notice)),
    },
  };
}

function mapOf({ method, layer, geometry, place, maps }: MethodExplanation): MethodMap {
  const [map] = maps;
  if (!map) throw new Error('a method gives a map for each class');
  return { method, geometry, place, ...map, ...(layer === undefined ? {} : { layer }) };
}

function describe(
  engine: MethodEngine,
  { model, variant }: MethodSubject,
  signal: AbortSignal,
): Promise<MethodDescription> {
  return engine.call(
    'describeMethods',
    [model, { ...outputOf(variant), ...layerOf(variant) }],
    signal,
  );
}

function argumentsOf(
  { model, image, variant, useColourProfile }: MethodSubject,
  query: EngineArguments<'explainByMethod'>[2],
): EngineArguments<'explainByMethod'> {
  const { inputScale } = variant;
  const scale = inputScale === undefined ? {} : { inputScale };
  const options = { ...outputOf(variant), ...scale, useColourProfile };
  return [model, image, { ...query, ...layerOf(variant) }, options];
}

function layerOf({ featureTensor }: ChosenVariant): { layer?: string } {
  return featureTensor === undefined ? {} : { layer: featureTensor };
}

function outputOf({ output }: ChosenVariant): Pick<ChosenVariant, 'output'> {
  return output === undefined ? {} : { output };
}
