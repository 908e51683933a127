import { classMap } from '../../../src/cam/maps/cam.ts';
import { weightedMaps } from '../../../src/cam/maps/weightedMaps.ts';
import { Random } from '../../support/random.ts';
import { assertClose } from '../assertClose.ts';

describe('weighted maps', () => {
  for (const classes of [1, 3, 4, 6]) {
    it(`are the class maps: ${classes} at once`, () => {
      const random = new Random(classes);
      const [channels, width, height] = [11, 3, 2];
      const values = (length: number) => Float32Array.from({ length }, () => random.next() - 0.5);
      const feature = { channels, width, height, values: values(channels * width * height) };
      const weights = values(classes * channels);
      const rows = Array.from({ length: classes }, (_, c) =>
        weights.subarray(c * channels, (c + 1) * channels),
      );
      const bias = new Float32Array(classes);
      for (const [c, map] of weightedMaps(feature, rows).entries()) {
        const one = classMap(feature, { classes, channels, positions: 1, weights, bias }, c);
        assertClose(map.values, one.values, 1e-7, `class ${c}`);
      }
    });
  }
});
