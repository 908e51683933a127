import assert from 'node:assert/strict';
import type { Size } from '../../../src/cam/base/geometry.ts';
import { statedSizes } from '../../../src/cam/layers/graphFlow.ts';
import type { SpatialLayer } from '../../../src/cam/layers/listLayers.ts';
import { listLayers } from '../../../src/cam/layers/listLayers.ts';
import type { Reach } from '../../../src/cam/layers/reach.ts';
import { ModelCache } from '../../../src/cam/model/modelCache.ts';
import { readIntegerConstants } from '../../../src/cam/onnx/file/integerConstants.ts';
import type { GoldenAxis, GoldenPlace, Seen } from './places.ts';
import { exportedNetworks, fileOf, goldenPlaces, moduleIn, spatialLayers } from './places.ts';

/** Enlarged by copies in ways that the layer table does not follow. */
const UNKNOWN = ['half_pixel_floor floor', 'corners_floor floor'];

describe('where receptive fields lie', function () {
  this.timeout(60_000);
  const models = new ModelCache();
  after(() => models.dispose());

  for (const [name, { tensors = {}, ...picture }] of Object.entries(goldenPlaces)) {
    for (const [tensor, place] of Object.entries(tensors)) {
      it(`${name}, ${tensor}`, async () => {
        const layers = await spatialLayers(models, fileOf(name));
        const layer = layers.find(({ layer }) => layer.tensor === tensor);
        assert.ok(layer);
        assert.deepEqual(gridOf(layer), [place.x.cells, place.y.cells]);
        const isUnknown = UNKNOWN.includes(`${name} ${tensor}`);
        const expected = isUnknown ? [undefined, undefined] : [place.x.seen, place.y.seen];
        assert.deepEqual(seenBy(layer, place, picture), expected);
      });
    }

    if (Object.keys(tensors).length === 0) continue;
    it(`${name}: from the file alone the same, or unknown`, async () => {
      const layers = await layersOfFile(models, fileOf(name));
      for (const [tensor, place] of Object.entries(tensors)) {
        const layer = layers.find(({ layer }) => layer.tensor === tensor);
        if (!layer) continue;
        if (layer.layout) assert.deepEqual(gridOf(layer), [place.x.cells, place.y.cells], tensor);
        const [x, y] = seenBy(layer, place, picture);
        if (x) assert.deepEqual(x, place.x.seen, tensor);
        if (y) assert.deepEqual(y, place.y.seen, tensor);
      }
    });
  }

  for (const [name, { modules = {}, ...picture }] of Object.entries(goldenPlaces)) {
    for (const exporter of exportedNetworks[name]?.exporters ?? []) {
      it(`${name}, ${exporter}`, async () => {
        const layers = await spatialLayers(models, fileOf(name, exporter));
        for (const [module, place] of Object.entries(modules)) {
          const path = `${moduleIn(exporter, module)}.`;
          const layer = layers.findLast(({ layer }) => `${layer.module}.`.startsWith(path));
          assert.ok(layer, module);
          const seen = seenBy(layer, place, picture);
          assert.deepEqual(seen, [place.x.seen, place.y.seen], module);
        }
      });
    }
  }
});

/** As our own reader follows the picture; it runs nothing. */
async function layersOfFile(models: ModelCache, file: string): Promise<SpatialLayer[]> {
  const { graph } = await models.read(file);
  const { model } = graph;
  const [input] = model.inputs;
  assert.ok(input);
  const span = { input, layout: 'NCHW' as const, output: 'logits' };
  return listLayers(graph, span, statedSizes(model), await readIntegerConstants(model));
}

function gridOf({ layout }: SpatialLayer): (number | undefined)[] {
  return [layout?.width, layout?.height];
}

function seenBy({ reach }: SpatialLayer, { x, y }: GoldenPlace, { width, height }: Size) {
  return [seenAlong(reach.x, x, width), seenAlong(reach.y, y, height)];
}

/** What the same cells see of an axis of the picture; undefined if that is not known. */
function seenAlong({ stride, fields }: Reach, { seen }: GoldenAxis, pixels: number) {
  if (stride === undefined || fields === undefined) return undefined;
  assert.ok(fields !== 'global');
  return seen.map(([cell]): Seen => {
    const field = fields[cell % fields.length];
    assert.ok(field);
    const shift = (cell - (cell % fields.length)) * stride;
    return [cell, Math.max(field.low + shift, 0), Math.min(field.high + shift, pixels - 1)];
  });
}
