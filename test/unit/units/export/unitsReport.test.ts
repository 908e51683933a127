import assert from 'node:assert/strict';
import { reportUnits } from '../../../../src/cam/units/export/unitsReport.ts';
import { HOSTILE, sampleSheet } from './sampleSheet.ts';

describe('The units of a class as JSON', () => {
  const shown = { x: 1.004, y: 2, width: 100.128, height: 100 };
  const report = reportUnits(sampleSheet(), () => shown);

  it('has every number, and null for unknown ones', () => {
    const [first, second] = report.speaksFor;
    assert.deepEqual(
      { ...first, patches: first?.patches.length },
      {
        rank: 1,
        channel: 17,
        pooling: 'mean',
        name: HOSTILE,
        weight: 0.12345678,
        contribution: 1.5,
        gradientActivation: null,
        separation: 2.25,
        patches: 2,
      },
    );
    assert.deepEqual(
      [second?.rank, second?.name, second?.weight, second?.contribution, second?.separation],
      [2, null, 0.0625, null, null],
    );
    assert.deepEqual(second?.patches[0], {
      image: sampleSheet().units.speaksFor[1]?.patches[0]?.path,
      maximum: 8,
      mean: 2.5,
      cell: { x: 0, y: 0 },
      grid: [2, 2],
      shown: { x: 1, y: 2, width: 100.13, height: 100 },
      predicted: { index: 1, label: 'beach' },
      label: null,
    });
  });

  it('names the model, the folder, the class and how it was ranked', () => {
    const { speaksFor: _for, speaksAgainst, ...rest } = report;
    assert.equal(speaksAgainst[0]?.weight, -0.5);
    assert.deepEqual(rest, {
      model: '/models/scenes <b>.onnx',
      modelHash: 'ab'.repeat(32),
      mapKind: 'cam',
      featureTensor: 'relu_5',
      folder: '/pictures',
      images: 60,
      class: { index: 0, label: HOSTILE },
      ranking: 'contribution',
      rankings: ['weight', 'contribution', 'separation'],
      notices: ['A note & more.'],
      classImages: { used: 7, all: 7, by: 'folder' },
      countFor: 40,
      countAgainst: 12,
    });
  });
});
