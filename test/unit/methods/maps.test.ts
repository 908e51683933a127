import assert from 'node:assert/strict';
import { Engine } from '../../../src/cam/engine.ts';
import type { MethodQuery } from '../../../src/cam/methods/explainByMethod.ts';
import type { ClassMap, MethodExplanation } from '../../../src/cam/results/methodMap.ts';
import {
  goldenOf,
  LAYER_METHODS,
  modelPath,
  NETWORKS,
  picturePath,
  relativeDistance,
  sideOf,
} from './golden.ts';

/** Relative; float32 against float64. */
const CLOSE = 1e-4;

/** A gradient that was checked by small steps. */
const CHECKED = /gradient checked: (\de-\d+)/;

describe('maps by a method, compared with PyTorch', () => {
  const engine = new Engine();
  after(() => engine.dispose());

  const files = Object.entries(NETWORKS).flatMap(([network, names]) =>
    names.map((name): [string, string] => [name, network]),
  );
  for (const [name, network] of files) {
    describe(name, () => {
      const golden = goldenOf(network);
      const layer = golden.layers[name];
      const explain = (query: Omit<MethodQuery, 'classes'>) =>
        engine.explainByMethod(modelPath(name), picturePath(sideOf(name)), {
          classes: [golden.class],
          ...query,
        });
      const asked = network === 'bypass' && layer !== undefined ? { layer } : {};

      it('gives the logits, and shows the last layer that counts', async () => {
        const found = await explain({ method: 'grad-cam', ...asked });
        assert.ok(relativeDistance(found.logits, golden.logits) < toleranceOf(name));
        assert.equal(found.layer, layer);
        const [, height, width] = golden.shape;
        assert.deepEqual(sizeOf(found), { width, height });
        assert.equal(found.place.standing, 'inPlace');
      });

      it('makes the maps of a layer', async () => {
        for (const method of LAYER_METHODS) {
          const isOwn = network.startsWith('vit') && layer !== undefined;
          const { map, claim } = only(await explain({ method, ...(isOwn ? { layer } : asked) }));
          if (method === 'hires-cam' && isOwn) {
            // Each token is normalised next: scaling it changes nothing, so g and f are orthogonal.
            assert.equal(claim.standing, 'mismatch');
            assert.match(claim.text, /^HiResCAM is only rounding here/);
            continue;
          }
          assertNear(map.values, golden.maps[method], method);
          if (method === 'layer-cam' && network.startsWith('gap')) {
            assert.equal(claim.standing, 'mismatch');
            assert.match(claim.text, /^LayerCAM hardly depends on the class here/);
            continue;
          }
          assertChecked(claim.text);
        }
      });

      const { behindNorm } = golden;
      if (behindNorm) {
        it('multiplies gradient and value behind the next normalisation, if no layer is asked for', async () => {
          for (const method of ['hires-cam', 'layer-cam'] as const) {
            const found = await explain({ method });
            const { map, claim } = only(found);
            assert.equal(found.layer, behindNorm.layers[name]);
            assert.equal(found.place.standing, 'inPlace');
            assertNear(map.values, behindNorm[method], method);
            assert.match(claim.text, /a part of the logit: the image also reaches it past this/);
            assertChecked(claim.text);
          }
        });
      }

      it('makes the maps of the pixels', async () => {
        for (const method of ['saliency', 'gradient-input'] as const) {
          const { map, claim } = only(await explain({ method }));
          assertNear(map.values, golden.maps[method], method);
          assertChecked(claim.text);
        }
      });

      it('contrasts two classes', async () => {
        const { against } = golden;
        for (const method of ['grad-cam', 'gradient-input'] as const) {
          const query = { method, against, ...(method === 'grad-cam' ? asked : {}) };
          const { map } = only(await explain(query));
          assertNear(map.values, golden.contrast[method], method);
        }
      });

      it('integrates gradients until they are complete', async () => {
        const { map, claim } = only(await explain({ method: 'integrated-gradients' }));
        const { map: expected, steps, difference } = golden.integrated;
        assertNear(map.values, expected, 'integrated gradients');
        assert.match(claim.text, new RegExp(` ${steps} steps`));
        const sum = map.values.reduce((total, value) => total + value, 0);
        assert.ok(Math.abs(sum - difference) < 0.01 * Math.abs(difference));
      });

      it('covers parts', async () => {
        const { map } = only(await explain({ method: 'occlusion' }));
        assertNear(map.values, golden.occlusion, 'occlusion');
      });

      it('smooths over noise, the same each time', async () => {
        const first = only(await explain({ method: 'smooth-grad' }));
        const { map, expected } = golden.smooth;
        const distance = Math.hypot(...first.map.values.map((value, i) => value - (map[i] ?? 0)));
        // The distance of two means over other noise varies itself; a wrong scale or deviation shows.
        assert.ok(distance < 1.2 * expected, `${distance} of ${expected}`);
        const again = only(await explain({ method: 'smooth-grad' }));
        assert.deepEqual(again.map.values, first.map.values);
      });
    });
  }
});

function only({ maps }: MethodExplanation): ClassMap {
  const [map] = maps;
  assert.ok(map && maps.length === 1);
  return map;
}

function sizeOf(found: MethodExplanation): { width: number; height: number } {
  const { width, height } = only(found).map;
  return { width, height };
}

function assertNear(found: Float32Array, expected: Float32Array, what: string): void {
  const distance = relativeDistance(found, expected);
  assert.ok(distance < CLOSE, `${what}: off by ${distance}`);
}

function assertChecked(text: string): void {
  const [, error] = CHECKED.exec(text) ?? [];
  assert.ok(error !== undefined && Number(error) <= 1e-2, text);
}

/** The model's own logits are those of its rounded numbers. */
function toleranceOf(name: string): number {
  return { gap_half: 3e-3, gap_int8: 5e-2, gap_uint8: CLOSE }[name] ?? CLOSE;
}
