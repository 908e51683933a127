import type { Explanation, ModelDescription } from '../../../src/cam/results/explanation.ts';
import type { Explained } from '../../../src/protocol/showCam.ts';

/**
 * A model of two channels and three classes and an image under it, with numbers that can be checked by
 * hand: f_0 counts 0…11 over a 4×3 map, f_1 is 1 everywhere.
 * M_0 = f_0, logit 6; M_1 = 2, logit 2; M_2 = 1 − f_0, logit −3.5.
 * The photo has 160×80 pixels, of which the model saw 80×60 from (40, 10): 20×20 pixels per cell.
 */
export const counting = {
  map: { width: 4, height: 3 },
  photo: { width: 160, height: 80 },
  seen: { x: 40, y: 10, width: 80, height: 60 },
  features: [...Array.from({ length: 12 }, (_, i) => i), ...new Array<number>(12).fill(1)],
  weights: [1, 0, 0, 2, -1, 1],
  bias: [0.5, 0, 1],
  logits: [6, 2, -3.5],
  probabilities: [0.9819411, 0.0179848, 0.0000735],
  labels: ['counter', 'constant', 'against'],
};

export function countingModel(path = '/models/counting.onnx'): ModelDescription {
  return {
    path,
    version: path,
    fileVersion: path,
    files: [path],
    mapKind: 'cam',
    poolings: ['mean'],
    summary: '',
    classes: 3,
    outputs: ['scores'],
    output: 'scores',
    inputScales: [1],
    readout: { kind: 'mean' },
    featureTensor: 'features',
    unitNames: {},
    labels: { value: counting.labels, source: 'labels.txt' },
    preprocessing: {
      value: {
        resize: { mode: 'shorter-side', size: 40 },
        crop: 30,
        channels: 'RGB',
        scale: 1 / 255,
        mean: [0, 0, 0],
        std: [1, 1, 1],
        interpolation: 'bilinear',
      },
      source: 'counting.cam.json',
      guessed: [],
    },
    activation: 'softmax',
    classWeights: {
      classes: 3,
      channels: 2,
      positions: 1,
      weights: Float32Array.from(counting.weights),
      bias: Float32Array.from(counting.bias),
    },
    authorNote: '',
    notices: [],
  };
}

/** @param png a picture of the photo's size */
export function countingExplanation(model: ModelDescription, png: Uint8Array): Explanation {
  return {
    imagePath: '/photos/grey.png',
    modelHash: 'hash',
    place: { standing: 'inPlace', by: 'layers', text: 'in place, according to its layers' },
    modelVersion: model.version,
    geometry: {
      photo: counting.photo,
      resized: { width: 80, height: 40 },
      crop: { x: 20, y: 5, width: 40, height: 30 },
      seen: counting.seen,
    },
    featureMap: { channels: 2, ...counting.map, values: Float32Array.from(counting.features) },
    logits: Float32Array.from(counting.logits),
    probabilities: Float32Array.from(counting.probabilities),
    ranking: Uint32Array.of(0, 1, 2),
    residual: 0,
    relativeResidual: 0,
    classWeights: undefined,
    claim: { standing: 'exact', text: 'Exact CAM · 4×3 · the map adds up to the logit (error 0)' },
    picture: { bytes: png, mimeType: 'image/png' },
    notices: [],
  };
}

/**
 * Another model for the same photo: 2×2 cells over the whole photo, so each has 80×40 pixels. It has `counter` under
 * another number and `constant` not at all: M_extra = f, M_counter = 2 f.
 */
export const coarse = {
  labels: ['extra', 'Counter'],
  features: [1, 2, 3, 4],
  weights: [1, 2],
  logits: [2.5, 5],
  probabilities: [0.0758582, 0.9241418],
};

export function coarseModel(path = '/models/coarse.onnx'): ModelDescription {
  const model = countingModel(path);
  return {
    ...model,
    classes: 2,
    labels: { value: coarse.labels, source: 'labels.txt' },
    classWeights: {
      classes: 2,
      channels: 1,
      positions: 1,
      weights: Float32Array.from(coarse.weights),
      bias: new Float32Array(2),
    },
  };
}

/** @param png a picture of the photo's size */
export function coarseExplanation(model: ModelDescription, png: Uint8Array): Explanation {
  const { width, height } = counting.photo;
  return {
    ...countingExplanation(model, png),
    geometry: {
      photo: counting.photo,
      resized: { width: 40, height: 20 },
      crop: { x: 0, y: 0, width: 40, height: 20 },
      seen: { x: 0, y: 0, width, height },
    },
    featureMap: { channels: 1, width: 2, height: 2, values: Float32Array.from(coarse.features) },
    logits: Float32Array.from(coarse.logits),
    probabilities: Float32Array.from(coarse.probabilities),
    ranking: Uint32Array.of(1, 0),
    claim: { standing: 'exact', text: 'Exact CAM · 2×2 · the map adds up to the logit (error 0)' },
  };
}

/**
 * The counting model after another export: M_counter = 0.4 f_0 and M_constant = 3, so that `constant` is
 * first now.
 */
export const exported = {
  weights: [0.4, 0, 0, 3, -1, 1],
  logits: [2.7, 3, -3.5],
  probabilities: [0.4251903, 0.5739469, 0.0008629],
};

/** @param png a picture of the photo's size */
export function exportedCounting(png: Uint8Array): Explained {
  const before = countingModel();
  const model: ModelDescription = {
    ...before,
    version: 'exported',
    fileVersion: 'exported',
    classWeights: {
      classes: 3,
      channels: 2,
      positions: 1,
      weights: Float32Array.from(exported.weights),
      bias: Float32Array.from(counting.bias),
    },
  };
  const explanation: Explanation = {
    ...countingExplanation(model, png),
    modelHash: 'other hash',
    logits: Float32Array.from(exported.logits),
    probabilities: Float32Array.from(exported.probabilities),
    ranking: Uint32Array.of(1, 0, 2),
    residual: 2e-6,
  };
  return { model, explanation, variant: {} };
}
