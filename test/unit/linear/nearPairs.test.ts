import assert from 'node:assert/strict';
import { createRandom } from '../../../src/cam/classifier/probe/probes.ts';
import type { NearPair } from '../../../src/cam/linear/nearPairs.ts';
import { Similarities } from '../../../src/cam/linear/nearPairs.ts';
import { Components } from '../../../src/cam/linear/samples/components.ts';
import type { Samples } from '../../../src/cam/linear/samples/samples.ts';
import { cases, samplesOfCase } from './cases.ts';

async function pairsOf(samples: Samples, threshold?: number): Promise<NearPair[]> {
  const found: NearPair[] = [];
  const similarities = await Similarities.of(samples);
  const least = threshold ?? (await similarities.threshold());
  await similarities.eachPair(least, (pair) => found.push(pair));
  return found.sort((a, b) => b.similarity - a.similarity);
}

/** Independent values, in classes that mean nothing. */
function noise(rows: number, columns: number): Samples {
  const random = createRandom(5);
  const values = Float32Array.from({ length: rows * columns }, () => random() + random());
  const labels = Array.from({ length: rows }, (_, row) => row % 3);
  return { features: { rows, columns, values }, classes: ['a', 'b', 'c'], labels };
}

describe('samples that are nearly the same', () => {
  for (const each of cases) {
    it(`have the similarity that NumPy gives, and its threshold: ${each.title}`, async () => {
      const samples = samplesOfCase(each);
      const threshold = await (await Similarities.of(samples)).threshold();
      assert.ok(Math.abs(threshold - each.near.threshold) < 2e-6, `${threshold}`);
      const least = each.near.pairs.at(-1)?.[2] ?? 1;
      const found = await pairsOf(samples, least - 1e-5);
      assert.ok(found.length >= each.near.pairs.length);
      for (const [first, second, cosine] of each.near.pairs) {
        const pair = found.find((one) => one.first === first && one.second === second);
        assert.ok(pair && Math.abs(pair.similarity - cosine) < 2e-6, `${first} ${second}`);
      }
    });
  }

  it('are found where one is planted among 1300, and not in noise', async () => {
    const samples = noise(1300, 96);
    const { values, columns } = samples.features;
    assert.deepEqual(await pairsOf(samples), []);
    const [first, second] = [17, 1203];
    for (let j = 0; j < columns; j++) {
      const value = values[first * columns + j] as number;
      values[second * columns + j] = value + 0.1 * Math.sin(j);
    }
    const [found, ...more] = await pairsOf(samples);
    assert.deepEqual([found?.first, found?.second, more], [first, second, []]);
    assert.ok(found && found.similarity > 0.95 && found.similarity < 1);
  });

  it('are copies only, where features have few directions', async () => {
    const samples = noise(400, 3);
    const { values } = samples.features;
    assert.ok((await pairsOf(samples, 0.5)).length > 1000);
    values.copyWithin(3 * 301, 3 * 8, 3 * 9);
    const found = await pairsOf(samples);
    assert.deepEqual(
      found.map(({ first, second }) => [first, second]),
      [[8, 301]],
    );
  });

  it('are none where a sample is as the mean, or all are the same', async () => {
    const values = new Float32Array([1, 1, 1, 1, 1, 1, 1, 1]);
    const samples = {
      features: { rows: 4, columns: 2, values },
      classes: ['a'],
      labels: [0, 0, 0, 0],
    };
    assert.deepEqual(await pairsOf(samples), []);
  });

  it('are a component also through others', () => {
    const components = new Components(7);
    for (const [a, b] of [
      [5, 3],
      [1, 6],
      [3, 1],
    ] as const)
      components.link(a, b);
    assert.deepEqual([...components.numbers()], [0, 1, 2, 1, 4, 1, 1]);
  });
});
