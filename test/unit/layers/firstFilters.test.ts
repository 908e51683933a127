import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRepository } from '../../../scripts/repository.ts';
import { Engine } from '../../../src/cam/engine.ts';
import type { FirstFilters } from '../../../src/cam/results/firstFilters.ts';
import { assertClose } from '../assertClose.ts';

const matrix = inRepository('test', 'fixtures', 'matrix');
const layers = inRepository('test', 'fixtures', 'layers');

/** By onnx.numpy_helper and ONNX's reference evaluator; see firstFilters.py. */
const golden = JSON.parse(readFileSync(`${matrix}/firstFilters.json`, 'utf8')) as Record<
  string,
  { dims: number[]; weights: number[] }
>;

describe('the filters of the first convolution', function () {
  this.timeout(60_000);
  const engine = new Engine();
  after(() => engine.dispose());

  async function filtersOf(file: string): Promise<FirstFilters> {
    const found = await engine.firstFilters(file);
    assert.ok('weights' in found, 'reason' in found ? found.reason : '');
    return found;
  }

  for (const [name, { dims, weights }] of Object.entries(golden)) {
    it(`are those of ${name}`, async () => {
      const found = await filtersOf(path.join(matrix, name));
      const { filters, channels, height, width } = found;
      assert.deepEqual([filters, channels, height, width], dims);
      assertClose(found.weights, weights, 1e-6, name);
      const { facts } = await engine.inspectModel(path.join(matrix, name));
      assert.ok(facts.layers.some(({ tensor }) => tensor === found.tensor));
    });
  }

  it('have the order of channels that the sidecar states, and the colours otherwise', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-'));
    try {
      const file = path.join(folder, 'net.onnx');
      copyFileSync(path.join(layers, 'residual.torchscript.onnx'), file);
      const guess = await filtersOf(file);
      assert.deepEqual([guess.order, guess.isOrderGuessed], ['RGB', true]);
      const sidecar = { preprocessing: { channels: 'BGR' } };
      writeFileSync(path.join(folder, 'net.cam.json'), JSON.stringify(sidecar));
      const stated = await filtersOf(file);
      assert.deepEqual([stated.order, stated.isOrderGuessed], ['BGR', false]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are not shown where the model exchanges channels before it, with the reason', async () => {
    const found = await engine.firstFilters(path.join(layers, 'flipped.onnx'));
    assert.ok('reason' in found);
    assert.match(found.reason, /^Before its first convolution the model computes “Gather”/);
  });
});
