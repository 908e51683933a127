import assert from 'node:assert/strict';
import { reportExplanation } from '../../../../src/cam/maps/files/report.ts';
import type { Explanation, ModelDescription } from '../../../../src/cam/results/explanation.ts';
import { assertClose, classWeights, featureMap, goldenMap, goldenMaps } from '../golden.ts';

const { cam } = goldenMaps;
const logits = Float32Array.from(cam.logitsMean);
const ranking = Uint32Array.from(logits.keys()).sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0));

const model: ModelDescription = {
  path: '/models/rooms.onnx',
  version: '',
  fileVersion: '',
  files: [],
  mapKind: 'cam',
  poolings: ['mean'],
  summary: '',
  classes: 7,
  outputs: ['scores'],
  output: 'scores',
  inputScales: [1],
  readout: { kind: 'mean' },
  featureTensor: 'f',
  unitNames: {},
  labels: { value: ['a', 'b', 'c', 'd', 'e', 'f', 'g'], source: 'test' },
  preprocessing: {
    value: {
      resize: { mode: 'stretch', size: 40 },
      crop: 0,
      channels: 'RGB',
      scale: 1,
      mean: [0, 0, 0],
      std: [1, 1, 1],
      interpolation: 'bilinear',
    },
    source: 'test',
    guessed: [],
  },
  activation: 'softmax',
  classWeights,
  authorNote: '',
  notices: [],
};

const explanation: Explanation = {
  imagePath: '/images/room.png',
  modelHash: '',
  place: { standing: 'inPlace', by: 'layers', text: 'in place, according to its layers' },
  modelVersion: '',
  geometry: {
    photo: { width: 100, height: 50 },
    resized: { width: 40, height: 40 },
    crop: { x: 0, y: 0, width: 40, height: 40 },
    seen: { x: 0, y: 0, width: 100, height: 50 },
  },
  featureMap,
  classWeights: undefined,
  logits,
  probabilities: logits.map((logit) => 1 / (1 + Math.exp(-logit))),
  ranking,
  residual: 1e-7,
  relativeResidual: 1e-7,
  claim: { standing: 'exact', text: '' },
  picture: { bytes: new Uint8Array(), mimeType: 'image/png' },
  notices: [],
};

describe('report', () => {
  const report = reportExplanation(model, explanation);

  it('has exactly the documented fields', () => {
    assert.deepEqual(Object.keys(report), [
      'image',
      'model',
      'modelHash',
      'mapKind',
      'claim',
      'place',
      'residual',
      'grid',
      'classes',
      'channels',
    ]);
    assert.deepEqual(Object.keys(report.classes[0] ?? {}), [
      'index',
      'label',
      'logit',
      'probability',
      'map',
      'box',
    ]);
    assert.deepEqual(Object.keys(report.channels[0] ?? {}), [
      'channel',
      'weight',
      'mean',
      'contribution',
      'pooling',
    ]);
  });

  it('holds the five largest logits with their maps as rows', () => {
    assert.deepEqual(
      report.classes.map(({ index }) => index),
      Array.from(ranking.subarray(0, 5)),
    );
    assert.deepEqual(report.grid, [5, 4]);
    for (const { index, label, logit, map } of report.classes) {
      assert.equal(label, model.labels.value[index]);
      assert.equal(Math.fround(logit), logits[index]);
      assert.deepEqual([map.length, map[0]?.length], [4, 5]);
      assertClose(map.flat(), goldenMap(index), 1e-6);
    }
  });

  it('ranks the ten channels of the top class by contribution', () => {
    assert.equal(report.channels.length, 10);
    const other = reportExplanation(model, explanation, [ranking[6] ?? 0]);
    assert.deepEqual(other.channels, report.channels);
    const [top = 0] = ranking;
    const contributions = cam.channelMeans
      .map((mean, k) => mean * (classWeights.weights[top * cam.channels + k] ?? 0))
      .sort((a, b) => b - a);
    assertClose(
      report.channels.map(({ contribution }) => contribution),
      contributions.slice(0, 10),
      1e-6,
    );
  });

  it('holds the requested classes, in that order', () => {
    const { classes } = reportExplanation(model, explanation, [6, 0, 2]);
    assert.deepEqual(
      classes.map(({ index }) => index),
      [6, 0, 2],
    );
  });

  it('keeps boxes inside the photo, and is null if nothing is positive', () => {
    for (const { box, map } of report.classes) {
      if (box === null) assert.ok(Math.max(...map.flat()) <= 0);
      else assert.ok(box.x >= 0 && box.x + box.width <= 100 && box.y + box.height <= 50);
    }
    const against = { ...classWeights, weights: new Float32Array(classWeights.weights.length) };
    const flat = reportExplanation({ ...model, classWeights: against }, explanation, [0]);
    assert.equal(flat.classes[0]?.box, null);
  });
});
