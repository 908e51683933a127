import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'mocha';
import { randomLike, writeWithRandomHead } from '../../../scripts/methods/randomHead.ts';
import { inRepository } from '../../../scripts/repository.ts';
import { Engine } from '../../../src/cam/engine.ts';

describe('A model with a random head', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-random-head-'));
  after(() => rmSync(folder, { recursive: true }));

  it('has other class weights of the same size, and is else the same', async () => {
    const model = inRepository('samples', 'scenes-gap.onnx');
    const copy = path.join(folder, 'random.onnx');
    await writeWithRandomHead(model, 1, copy);
    const engine = new Engine();
    try {
      const own = (await engine.openModel(model)).classWeights;
      const random = (await engine.openModel(copy)).classWeights;
      assert.ok(own && random);
      assert.deepEqual(random.bias, own.bias);
      const changed = own.weights.filter((weight, i) => weight !== random.weights[i]).length;
      assert.ok(changed > 0.99 * own.weights.length);
      const [before, now] = [readFileSync(model), readFileSync(copy)];
      assert.equal(now.length, before.length);
      const bytes = before.filter((byte, i) => byte !== now[i]).length;
      assert.ok(bytes <= own.weights.byteLength);
    } finally {
      await engine.dispose();
    }
  });

  it('its weights have mean 0 and the standard deviation that NumPy gives for the own ones', () => {
    const values = Float32Array.from({ length: 20_000 }, (_, i) => 3 + (i % 7) - 2 * (i % 2));
    const found = randomLike(values, 5);
    const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
    const variance = found.reduce((sum, value) => sum + value ** 2, 0) / found.length;
    assert.ok(Math.abs(mean) < 0.05, `${mean}`);
    // numpy.std(3 + i % 7 - 2 * (i % 2)) for i below 20,000
    assert.ok(Math.abs(Math.sqrt(variance) - 2.23619) < 0.05, `${Math.sqrt(variance)}`);
    assert.deepEqual(randomLike(values, 5), found);
  });
});
