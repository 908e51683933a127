import assert from 'node:assert/strict';
import { summariseKind } from '../../../src/cam/classifier/summary.ts';

type Facts = Parameters<typeof summariseKind>[0];

const FACTS: Facts = {
  mapKind: 'cam',
  poolings: ['mean'],
  readout: { kind: 'mean' },
  layout: { channelAxis: 1, channels: 512, height: 6, width: 7 },
  classes: 1000,
  precision: 'float32',
  probeResidual: 4e-7,
  power: undefined,
};
const CHECKED = '(checked on a probe, error 4e-7)';

describe('What a model allows, in one sentence', () => {
  const powers = (...outer: number[]) => ({
    inner: Float64Array.from(outer, (each) => 1 / each),
    outer: Float64Array.from(outer),
  });
  const cases: [facts: Partial<Facts>, standing: string, text: string][] = [
    [{}, 'exact', 'Exact CAM: 512 channels × 7×6, mean pooling, linear layer to 1000 classes'],
    [
      { classes: 1, layout: { ...FACTS.layout, channels: 1 } },
      'exact',
      'Exact CAM: 1 channel × 7×6, mean pooling, linear layer to 1 class',
    ],
    [
      { classes: 2, layout: { ...FACTS.layout, channels: 2 } },
      'exact',
      'Exact CAM: 2 channels × 7×6, mean pooling, linear layer to 2 classes',
    ],
    [{ precision: 'float16' }, 'exact', 'Exact CAM: 512 channels'],
    [{ precision: 'int8' }, 'approximate', 'CAM within 8-bit rounding: 512 channels'],
    [{ mapKind: 'maxPooled' }, 'exact', 'Exact CAM: 512 channels × 7×6, max pooling, linear layer'],
    [
      { mapKind: 'meanMaxPooled' },
      'exact',
      'Exact CAM: 512 channels × 7×6, mean and max pooling, linear layer',
    ],
    [
      { mapKind: 'powerPooled', power: powers(0.5, 0.5) },
      'exact',
      'Exact CAM: 512 channels × 7×6, GeM pooling (p = 2), linear',
    ],
    [
      { mapKind: 'powerPooled', power: powers(0.5, 0.504) },
      'exact',
      'Exact CAM: 512 channels × 7×6, GeM pooling (p = 2), linear',
    ],
    [
      { mapKind: 'powerPooled', power: powers(1 / 2.3456) },
      'exact',
      'Exact CAM: 512 channels × 7×6, GeM pooling (p = 2.35), linear',
    ],
    [
      { mapKind: 'powerPooled', power: powers(0.5, 0.25) },
      'exact',
      'Exact CAM: 512 channels × 7×6, GeM pooling, linear',
    ],
    [{ mapKind: 'powerPooled' }, 'exact', 'Exact CAM: 512 channels × 7×6, GeM pooling, linear'],
    [
      { mapKind: 'classMap' },
      'exact',
      'Exact class map: 512 channels × 7×6, 1×1 convolution to 1000 classes, ReLU',
    ],
    [
      { mapKind: 'classMap', readout: { kind: 'meanOfRelu', borderPositions: 0 } },
      'exact',
      'Exact class map: 512 channels × 7×6, 1×1 convolution to',
    ],
    [
      { mapKind: 'classMap', readout: { kind: 'meanOfRelu', borderPositions: 1 } },
      'exact',
      'Exact class map: 512 channels × 7×6, 1×1 convolution with a border to',
    ],
    [
      { mapKind: 'classMap', precision: 'int8' },
      'approximate',
      'Class map within 8-bit rounding: 512',
    ],
    [
      { mapKind: 'classMapOnly' },
      'exact',
      'Exact class map: 512 channels × 7×6, one channel for each of 1000 classes, mean pooling',
    ],
    [
      { mapKind: 'positionWeights' },
      'exact',
      'Exact CAM: 512 channels × 7×6, linear layer from every position to 1000',
    ],
    [
      { mapKind: 'gradCam' },
      'approximate',
      'Grad-CAM: 512 channels × 7×6, mean pooling, non-linear head to 1000',
    ],
    [
      { mapKind: 'gradCam', poolings: ['mean', 'max'], precision: 'int8' },
      'approximate',
      'Grad-CAM: 512 channels × 7×6, mean and max pooling, non-linear',
    ],
  ];
  for (const [facts, standing, text] of cases) {
    it(`says: ${text}`, () => {
      const found = summariseKind({ ...FACTS, ...facts });
      assert.equal(found.standing, standing);
      assert.ok(found.text.startsWith(text), found.text);
      assert.ok(found.text.includes(CHECKED), found.text);
    });
  }

  it('says what follows, if anything does', () => {
    const consequence = (mapKind: Facts['mapKind']) =>
      summariseKind({ ...FACTS, mapKind }).text.split(CHECKED)[1];
    assert.equal(consequence('cam'), '');
    assert.match(consequence('classMapOnly') ?? '', /^: each channel is a class/);
    assert.match(consequence('gradCam') ?? '', /^: .*not exact/);
  });
});
