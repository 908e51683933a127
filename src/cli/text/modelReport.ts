import type { ImageInput } from '../../cam/classifier/probe/pictureInput.ts';
import type { Preprocessing } from '../../cam/config/preprocessing.ts';
import type { MapKind, Pooling } from '../../cam/maps/featureMap.ts';
import type { Activation } from '../../cam/maps/scores.ts';
import type { Fidelity } from '../../cam/results/fidelity.ts';
import type { Layer, ModelInspection, TensorFacts } from '../../cam/results/inspection.ts';
import type { MapMethod, MethodOffer } from '../../cam/results/methodMap.ts';
import type { PlaceCheck } from '../../cam/results/placeCheck.ts';

/**
 * A model as plain JSON: what `cam-lens model --json` prints. Fields are added but never changed; unknown values are
 * null.
 */
export interface ModelReport {
  /** Absolute path. */
  model: string;
  /** SHA-256 of the file, hexadecimal. */
  modelHash: string;
  /** Bytes of the file itself. */
  byteSize: number;
  externalFiles: { location: string; byteSize: number | null }[];
  /** `error` if there is no map. */
  verdict: {
    standing: Fidelity | 'refused';
    text: string;
    error: { code: string; nextAction: string } | null;
  };
  /** Whether the cells of the map lie where they are drawn; null if there is no map. */
  place: PlaceCheck | null;
  /** Null if there is none. */
  map: MapReport | null;
  /** Maps by a method, `reason` if one is not possible; null if the model gives no scores for a picture. */
  methods: { method: MapMethod; reason: string | null }[] | null;
  /** Null if the model does not take a picture. */
  input: InputReport | null;
  labels: { source: string; values: string[] } | null;
  preprocessing: { source: string; guessed: string[]; value: Preprocessing } | null;
  notices: string[];
  producer: string;
  irVersion: number;
  operatorSets: { domain: string; version: number }[];
  parameters: number;
  weightTypes: string[];
  nodeCount: number;
  inputs: TensorFacts[];
  outputs: TensorFacts[];
  metadata: [key: string, value: string][];
  authorNote: string;
  layers: LayerReport[];
}

/** The tensor that the map is made of. */
interface MapReport {
  kind: MapKind;
  poolings: Pooling[];
  featureTensor: string;
  classes: number;
  output: string;
  outputs: string[];
  inputScales: number[];
  activation: Activation;
}

export interface InputReport {
  name: string;
  layout: 'NCHW' | 'NHWC';
  channels: number;
  width: number | null;
  height: number | null;
  batch: number | null;
}

export interface LayerReport extends Omit<Layer, 'shape' | 'stride' | 'receptiveField'> {
  shape: NonNullable<Layer['shape']> | null;
  stride: NonNullable<Layer['stride']> | null;
  receptiveField: NonNullable<Layer['receptiveField']> | null;
}

/**
 * Converts the facts about a model to JSON.
 * @param offers null if the model gives no scores for a picture
 */
export function reportModel(
  inspection: ModelInspection,
  modelHash: string,
  offers: readonly MethodOffer[] | null,
): ModelReport {
  const { facts, verdict, model, input, labels, preprocessing, notices } = inspection;
  const { path, layers, externalFiles, ...rest } = facts;
  return {
    model: path,
    modelHash,
    ...rest,
    externalFiles: externalFiles.map(({ location, byteSize }) => ({
      location,
      byteSize: byteSize ?? null,
    })),
    verdict: {
      standing: verdict.standing,
      text: verdict.text,
      error: verdict.error
        ? { code: verdict.error.code, nextAction: verdict.error.nextAction }
        : null,
    },
    place: inspection.place ?? null,
    map: model
      ? {
          kind: model.mapKind,
          poolings: model.poolings,
          featureTensor: model.featureTensor,
          classes: model.classes,
          output: model.output,
          outputs: model.outputs,
          inputScales: model.inputScales,
          activation: model.activation,
        }
      : null,
    methods: offers?.map(({ method, reason }) => ({ method, reason: reason ?? null })) ?? null,
    input: input ? reportInput(input) : null,
    labels: labels ? { source: labels.source, values: labels.value } : null,
    preprocessing: preprocessing
      ? {
          source: preprocessing.source,
          guessed: preprocessing.guessed,
          value: preprocessing.value,
        }
      : null,
    notices,
    layers: layers.map((layer) => ({
      ...layer,
      shape: layer.shape ?? null,
      stride: layer.stride ?? null,
      receptiveField: layer.receptiveField ?? null,
    })),
  };
}

function reportInput({ name, layout, channels, width, height, batch }: ImageInput): InputReport {
  return {
    name,
    layout,
    channels,
    width: width ?? null,
    height: height ?? null,
    batch: batch ?? null,
  };
}
