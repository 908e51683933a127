import assert from 'node:assert/strict';
import type { Preprocessing } from '../../../../src/cam/config/preprocessing.ts';
import { indexedModel } from '../../../../src/cam/folder/scan/indexedModel.ts';
import { planGeometry } from '../../../../src/cam/image/planGeometry.ts';
import { receptiveFieldRegion } from '../../../../src/cam/maps/pixels/patchRegion.ts';
import { analysisOf, ModelCache } from '../../../../src/cam/model/modelCache.ts';
import { inPlace } from '../../../../src/cam/places/placement.ts';
import { fileOf, goldenPlaces } from '../../layers/places.ts';

/** Networks in which the receptive fields of neighbouring cells differ only by the stride. */
const NETWORKS = ['same', 'pools', 'offset', 'strip'];

describe('the receptive field that an index keeps', function () {
  this.timeout(60_000);
  const models = new ModelCache();
  after(() => models.dispose());

  for (const name of NETWORKS) {
    it(`lies where PyTorch's autograd says: ${name}`, async () => {
      const golden = goldenPlaces[name];
      assert.ok(golden);
      const known = await models.read(fileOf(name));
      const analysis = await analysisOf(known, {});
      const preprocessing = stretchedTo(golden.width);
      const { receptiveField: field, input } = await indexedModel(
        known,
        analysis,
        preprocessing,
        '',
        inPlace(),
      );
      assert.ok(field);
      assert.deepEqual([input.width, input.height], [golden.width, golden.height]);
      // A photo that the model sees as it is, so that pixels of the photo are those of the input.
      const geometry = planGeometry(golden, preprocessing, analysis.input);
      const rectOf = (x: number, y: number) => receptiveFieldRegion({ x, y }, field, geometry).rect;
      const place = golden.tensors?.[analysis.feature.name];
      assert.ok(place);
      const columns = place.x.seen.map(([cell]) => {
        const { x, width } = rectOf(cell, 0);
        return [cell, x, x + width - 1];
      });
      const rows = place.y.seen.map(([cell]) => {
        const { y, height } = rectOf(0, cell);
        return [cell, y, y + height - 1];
      });
      assert.deepEqual(columns, place.x.seen);
      assert.deepEqual(rows, place.y.seen);
    });
  }
});

function stretchedTo(size: number): Preprocessing {
  return {
    resize: { mode: 'stretch', size },
    crop: 0,
    channels: 'RGB',
    scale: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    interpolation: 'bilinear',
  };
}
