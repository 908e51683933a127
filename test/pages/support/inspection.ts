import type {
  Layer,
  ModelFacts,
  ModelInspection,
  TensorMaps,
} from '../../../src/cam/results/inspection.ts';
import type { LayerGraph } from '../../../src/cam/results/layerGraph.ts';

/** Layers of a made-up network, four for each block: convolution, ReLU, addition, pooling. */
export function manyLayers(count: number): Layer[] {
  const operators = ['Conv', 'Relu', 'Add', 'MaxPool'];
  return Array.from({ length: count }, (_, i): Layer => {
    const block = Math.floor(i / 4);
    const operator = operators[i % 4] ?? 'Conv';
    const side = Math.max(7, 112 >> Math.min(4, block >> 1));
    return {
      tensor: `/layer${block}/${operator}_output_${i}`,
      operator,
      node: `/layer${block}/${operator}`,
      module: `layer${block}.${['conv', 'act', 'add', 'pool'][i % 4]}`,
      shape: { channels: 64, height: side, width: side },
      parameters: operator === 'Conv' ? 36_928 : 0,
      stride: { x: 224 / side, y: 224 / side },
      receptiveField: i > 30 ? 'global' : { width: 7 + 4 * i, height: 7 + 4 * i },
      isCutPoint: operator !== 'Add',
    };
  });
}

/** Their graph: one after the other, and around each ReLU the convolution reaches the addition; folded by block. */
export function graphOf(layers: readonly Layer[]): LayerGraph {
  const blocks = Math.ceil(layers.length / 4);
  const edge = (from: number, to: number) => ({ from, to, isIndirect: to > layers.length });
  return {
    tensors: layers.map(({ tensor }) => tensor),
    output: 'scores',
    edges: [
      ...Array.from({ length: layers.length + 1 }, (_, at) => edge(at, at + 1)),
      ...Array.from({ length: blocks }, (_, block) => edge(4 * block + 1, 4 * block + 3)),
    ],
    groups: Array.from({ length: blocks }, (_, block) => ({
      kind: 'module' as const,
      name: `layer${block}`,
      start: 4 * block + 1,
      end: Math.min(4 * block + 5, layers.length + 1),
    })),
  };
}

export function someFacts(layers = manyLayers(24)): ModelFacts {
  return {
    path: '/models/counting.onnx',
    byteSize: 1_234_567,
    externalFiles: [
      { location: 'counting.onnx.data', byteSize: 98_765_432 },
      { location: 'weights/lost.bin', byteSize: undefined },
    ],
    producer: 'pytorch 2.13.0',
    irVersion: 10,
    operatorSets: [
      { domain: '', version: 20 },
      { domain: 'ai.onnx.ml', version: 3 },
    ],
    parameters: 11_689_512,
    weightTypes: ['float32', 'int64'],
    nodeCount: 49,
    inputs: [{ name: 'image', elementType: 'float32', dims: ['batch', 3, 224, 224] }],
    outputs: [{ name: 'scores', elementType: 'float32', dims: ['batch', 3] }],
    metadata: [
      ['licence', 'CC0'],
      ['trained', 'on drawn scenes'],
    ],
    authorNote: 'Drawn, not photographed.',
    layers,
  };
}

/** Three classes of four channels: the third class has no weights, the fourth channel is used by none. */
export function someInspection(facts = someFacts()): ModelInspection {
  const labels = { value: ['counter', 'constant', 'empty'], source: 'labels.txt' };
  const preprocessing = {
    value: {
      resize: { mode: 'shorter-side' as const, size: 256 },
      crop: 224,
      channels: 'RGB' as const,
      scale: 1 / 255,
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
      interpolation: 'bilinear' as const,
    },
    source: 'counting.cam.json',
    guessed: [],
  };
  const featureTensor = facts.layers.at(-1)?.tensor ?? 'features';
  return {
    facts,
    input: {
      name: 'image',
      elementType: 1,
      layout: 'NCHW',
      batch: undefined,
      channels: 3,
      width: 224,
      height: 224,
    },
    labels,
    preprocessing,
    notices: ['The batch size is fixed to 1.'],
    place: { standing: 'inPlace', by: 'layers', text: 'in place, according to its layers' },
    verdict: {
      standing: 'exact',
      text: 'Exact CAM: 4 channels × 7×7, mean pooling, linear layer to 3 classes (checked on a probe, error 4e-7)',
      error: undefined,
    },
    model: {
      path: facts.path,
      version: 'one',
      fileVersion: 'one',
      files: [facts.path],
      mapKind: 'cam',
      poolings: ['mean'],
      readout: { kind: 'mean' },
      featureTensor,
      summary: '',
      classes: 3,
      unitNames: {},
      outputs: ['scores', 'auxiliary'],
      output: 'scores',
      inputScales: [1],
      labels,
      preprocessing,
      activation: 'softmax',
      classWeights: {
        classes: 3,
        channels: 4,
        positions: 1,
        weights: Float32Array.of(1, -2, 0.5, 0, 0, 2, -0.25, 0, 0, 0, 0, 0),
        bias: Float32Array.of(0.5, 0, -1),
      },
      authorNote: '',
      notices: [],
    },
  };
}

/** A model that has no CAM. */
export function refusedInspection(): ModelInspection {
  const message =
    '/models/counting.onnx has no class activation map: its head does not pool the 512 × 7×7 map but applies non-linear layers to all of it (fully connected layers with an activation between them).';
  const nextAction =
    'Replace Flatten and the 3 weighted layers after the map with nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 3); then train and export again. Or choose another method in Show CAM, such as Grad-CAM.';
  return {
    ...someInspection(),
    model: undefined,
    place: undefined,
    verdict: {
      standing: 'refused',
      text: message,
      error: { code: 'headNotLinear', message, nextAction, file: '/models/counting.onnx' },
    },
  };
}

/**
 * Channels of 4×2 cells over a photo of 160×80 of which the model saw everything: channel c is c at every cell, except
 * that channel 0 is 0 everywhere and channel 5 counts 0…7.
 */
export function someMaps(tensor: string, channels: number, png: Uint8Array): TensorMaps {
  const values = new Float32Array(channels * 8);
  for (let i = 0; i < values.length; i++) {
    const channel = Math.floor(i / 8);
    values[i] = channel === 5 ? i % 8 : channel;
  }
  return {
    imagePath: '/photos/grey.png',
    tensor,
    geometry: {
      photo: { width: 160, height: 80 },
      resized: { width: 160, height: 80 },
      crop: { x: 0, y: 0, width: 160, height: 80 },
      seen: { x: 0, y: 0, width: 160, height: 80 },
    },
    featureMap: { channels, width: 4, height: 2, values },
    picture: { bytes: png, mimeType: 'image/png' },
  };
}
