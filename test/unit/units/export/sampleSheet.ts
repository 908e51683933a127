import { inRepository } from '../../../../scripts/repository.ts';
import type { Patch, UnitRow } from '../../../../src/cam/results/units.ts';
import type { ContactSheet } from '../../../../src/cam/units/export/contactSheet.ts';
import { inClassFolder } from '../../../support/samples.ts';

/** A hostile name from a user, a folder or a model's file. */
export const HOSTILE = `"><img src=x onerror="document.title='run'"><script>document.title='run'</script>&'\u202e`;

const whole = { x: 0, y: 0, width: 224, height: 224 };

/** A patch of a sample picture with a 2×2 map: the left upper cell is the largest. */
export function samplePatch(file: string, changes: Partial<Patch> = {}): Patch {
  return {
    channel: 0,
    image: 0,
    path: inRepository('samples', 'pictures', inClassFolder(file)),
    maximum: 8,
    mean: 2.5,
    cell: { x: 0, y: 0 },
    grid: { width: 2, height: 2 },
    geometry: {
      photo: { width: 224, height: 224 },
      resized: { width: 224, height: 224 },
      crop: whole,
      seen: whole,
    },
    map: { width: 2, height: 2, values: Float32Array.of(8, 1, 1, 0) },
    predicted: 1,
    label: 0,
    ...changes,
  };
}

function row(channel: number, changes: Partial<UnitRow>): UnitRow {
  return {
    unit: { pooledChannel: channel, channel, pooling: 'mean', name: undefined },
    weight: undefined,
    contribution: undefined,
    gradientActivation: undefined,
    separation: undefined,
    patches: [],
    ...changes,
  };
}

/** Two units for the class, one against it; one photo is missing, one label and one name are hostile. */
export function sampleSheet(): ContactSheet {
  return {
    modelPath: '/models/scenes <b>.onnx',
    modelHash: 'ab'.repeat(32),
    mapKind: 'cam',
    poolings: ['mean'],
    featureTensor: 'relu_5',
    folder: '/pictures',
    images: 60,
    labels: [HOSTILE, 'beach'],
    names: { 17: HOSTILE },
    units: {
      classIndex: 0,
      ranking: 'contribution',
      rankings: ['weight', 'contribution', 'separation'],
      notices: ['A note & more.'],
      classImages: { used: 7, all: 7, by: 'folder' },
      countFor: 40,
      countAgainst: 12,
      speaksFor: [
        row(17, {
          unit: { pooledChannel: 17, channel: 17, pooling: 'mean', name: HOSTILE },
          weight: 0.12345678,
          contribution: 1.5,
          separation: 2.25,
          patches: [samplePatch('beach-01.png'), samplePatch('gone.png')],
        }),
        row(3, {
          weight: 0.0625,
          patches: [samplePatch('park-02.png', { map: undefined, label: undefined })],
        }),
      ],
      speaksAgainst: [
        row(5, { weight: -0.5, contribution: -0.25, patches: [samplePatch('beach-01.png')] }),
      ],
    },
  };
}
