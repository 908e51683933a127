import type { Explanation, ModelDescription } from '../../../src/cam/results/explanation.ts';
import { counting, countingExplanation, countingModel } from './explanation.ts';

/** A model and its result for the grey picture. */
export interface Explained {
  model: ModelDescription;
  explanation: Explanation;
}

/**
 * Max pooling: f_0 has its only winner, 12·11, in the last cell, f_1 spreads 12·1 over all (all are equal).
 * M_counter is 132 in the last cell and 0 elsewhere.
 */
export function maxPooled(png: Uint8Array): Explained {
  const model: ModelDescription = {
    ...countingModel('/models/max.onnx'),
    mapKind: 'maxPooled',
    poolings: ['max'],
  };
  const values = new Float32Array(24).fill(1, 12);
  values[11] = 132;
  const explanation: Explanation = {
    ...countingExplanation(model, png),
    featureMap: { channels: 2, ...counting.map, values },
    claim: { standing: 'exact', text: 'Exact max-pooling map · 4×3' },
  };
  return { model, explanation };
}

/** Mean and max pooling of one channel: channel 0 is the mean's, 1 the maximum's. */
export function meanMaxPooled(png: Uint8Array): Explained {
  const { model, explanation } = maxPooled(png);
  return { model: { ...model, mapKind: 'meanMaxPooled', poolings: ['mean', 'max'] }, explanation };
}

/** The picture has its own weights: the model has none. M_counter = 3 f_0. */
export function gradCam(png: Uint8Array): Explained {
  const base = countingModel('/models/gradient.onnx');
  const model: ModelDescription = { ...base, mapKind: 'gradCam', classWeights: undefined };
  const explanation: Explanation = {
    ...countingExplanation(model, png),
    classWeights: {
      classes: 3,
      channels: 2,
      positions: 1,
      weights: Float32Array.of(3, 0, 0, 2, -1, 1),
      bias: Float32Array.from(counting.bias),
    },
    claim: { standing: 'approximate', text: 'Grad-CAM · 4×3 · misses the logits by up to 7 %' },
  };
  return { model, explanation };
}

/**
 * A weight for each position: for the class `counter` channel 0 has 12, 0, 0, … and channel 1 has 0, 1, 2, …;
 * so M_counter is 0, 1, 2, …, channel 0 adds nothing (f_0 is 0 in the first cell) and channel 1 adds 5.5.
 */
export function positionWeights(png: Uint8Array): Explained {
  const base = countingModel('/models/positions.onnx');
  const weights = new Float32Array(3 * 2 * 12);
  weights[0] = 12;
  for (let i = 0; i < 12; i++) weights[12 + i] = i;
  const model: ModelDescription = {
    ...base,
    mapKind: 'positionWeights',
    classWeights: {
      classes: 3,
      channels: 2,
      positions: 12,
      weights,
      bias: Float32Array.from(counting.bias),
    },
  };
  return { model, explanation: countingExplanation(model, png) };
}

/** Class maps of a convolution with a ReLU before the pooling. */
export function reluClassMap(png: Uint8Array): Explained {
  const model: ModelDescription = {
    ...countingModel('/models/squeeze.onnx'),
    mapKind: 'classMap',
    readout: { kind: 'meanOfRelu', borderPositions: 0 },
  };
  return { model, explanation: countingExplanation(model, png) };
}
