import assert from 'node:assert/strict';
import {
  differentiate,
  differentiateEach,
} from '../../../src/cam/classifier/gradient/centralDifferences.ts';
import { createRandom, randomValues } from '../../../src/cam/classifier/probe/probes.ts';
import { assertClose } from '../assertClose.ts';

/** An activation and its derivative, in closed form. */
interface Activation {
  name: string;
  value: (z: number) => number;
  slope: (z: number) => number;
  /** Where the slope jumps. */
  kinks: number[];
}

const activations: Activation[] = [
  {
    name: 'ReLU',
    value: (z) => Math.max(0, z),
    slope: (z) => (z > 0 ? 1 : 0),
    kinks: [0],
  },
  {
    name: 'hard swish',
    value: (z) => (z * Math.min(6, Math.max(0, z + 3))) / 6,
    slope: (z) => (z < -3 ? 0 : z > 3 ? 1 : (2 * z + 3) / 6),
    kinks: [-3, 3],
  },
  {
    name: 'SiLU',
    value: (z) => z / (1 + Math.exp(-z)),
    slope: (z) => (1 + z / (1 + Math.exp(z))) / (1 + Math.exp(-z)),
    kinks: [],
  },
  {
    name: 'square',
    value: (z) => z * z,
    slope: (z) => 2 * z,
    kinks: [],
  },
];

describe('slopes of activations, in float32', () => {
  for (const { name, value, slope, kinks } of activations) {
    const each = async (vectors: Float32Array[]) => vectors.map((vector) => vector.map(value));
    const assertSlopes = async (values: Float32Array, tolerance: number) => {
      const found = await differentiateEach(each, values);
      for (const [j, z] of values.entries()) {
        const off = Math.abs((found[j] ?? Number.NaN) - slope(z));
        assert.ok(off <= tolerance * Math.max(1, Math.abs(z)), `${name}′(${z}) is ${found[j]}`);
      }
    };

    it(`${name}, at values small and large`, async () => {
      for (const range of [0.02, 0.3, 2, 20]) {
        await assertSlopes(randomValues(createRandom(1), 500, -range, range), 2e-3);
      }
    });

    for (const kink of kinks) {
      it(`${name}, next to its kink at ${kink}`, async () => {
        const near = [1e-4, 1e-3, 1e-2, 0.1].flatMap((by) => [kink - by, kink + by]);
        await assertSlopes(Float32Array.from([...near, 1, -1, 4]), 1e-2);
      });
    }
  }
});

describe('steps for the slopes of activations', () => {
  it('are 0.3 of the values, or 0.3 where all are 0, halved seventeen times', async () => {
    for (const [values, first] of [
      [Float32Array.of(0, 0), 0.3],
      [Float32Array.of(0, 2), 0.3 * Math.sqrt(2)],
    ] as const) {
      const moves: number[] = [];
      const found = await differentiateEach(async (vectors) => {
        for (const [a = 0] of vectors) moves.push(a);
        return vectors.map((vector) => vector.map((value) => 3 * value));
      }, values);
      const steps = Array.from({ length: 18 }, (_, i) => first / 2 ** i);
      assertClose(moves, [0, ...steps.flatMap((step) => [step, -step])], 1e-6, 'moves');
      assertClose(found, [3, 3], 1e-4, 'slopes');
    }
  });
});

describe('derivatives by each of several values', () => {
  const anywhere = () => ({ down: Number.POSITIVE_INFINITY, up: Number.POSITIVE_INFINITY });

  it('of a smooth function, division by the norm', async () => {
    const values = randomValues(createRandom(2), 40, -1, 1);
    const norm = Math.hypot(...values);
    const normalised = async (vectors: Float32Array[]) =>
      vectors.map((vector) => {
        const length = Math.hypot(...vector);
        return vector.map((value) => value / length);
      });
    const rows = await differentiate(normalised, values, anywhere);
    for (const [k, row] of rows.entries()) {
      for (const [j, found] of row.entries()) {
        const product = (values[j] ?? 0) * (values[k] ?? 0);
        const expected = (Number(j === k) - product / norm ** 2) / norm;
        assert.ok(Math.abs(found - expected) <= 1e-4 / norm, `${j} by ${k}: ${found}`);
      }
    }
  });

  it('of a unit near its kink, beside a much steeper one', async () => {
    const unit = async (vectors: Float32Array[]) =>
      vectors.map(([a = 0, b = 0]) => Float32Array.of(3 + Math.max(0, a), 100 * b));
    for (const near of [0.005, 0.002]) {
      const [byA] = await differentiate(unit, Float32Array.of(near, 1), anywhere);
      assert.ok(Math.abs((byA?.[0] ?? 0) - 1) < 1e-2, `${byA?.[0]} at ${near}`);
    }
  });

  it('of units that each have their own kink', async () => {
    const values = randomValues(createRandom(3), 12, -1, 1);
    const weights = Array.from({ length: 8 }, (_, j) => randomValues(createRandom(j), 12, -1, 1));
    const inputOf = (vector: Float32Array, row: Float32Array) =>
      row.reduce((sum, weight, k) => sum + weight * (vector[k] ?? 0), 0);
    const units = async (vectors: Float32Array[]) =>
      vectors.map((vector) =>
        Float32Array.from(weights, (row) => Math.max(0, inputOf(vector, row))),
      );
    const rows = await differentiate(units, values, anywhere);
    for (const [j, row] of weights.entries()) {
      const isOn = inputOf(values, row) > 0;
      for (const [k, weight] of row.entries()) {
        const found = rows[k]?.[j] ?? Number.NaN;
        assert.ok(Math.abs(found - (isOn ? weight : 0)) <= 1e-3, `${j} by ${k}: ${found}`);
      }
    }
  });

  it('of cubic functions, to the last digits', async () => {
    const values = Float32Array.of(1, -2, 0.5, 0.25);
    const cubes = async (vectors: Float32Array[]) =>
      vectors.map((vector) => vector.map((value) => value ** 3 - value));
    const rows = await differentiate(cubes, values, anywhere);
    for (const [k, row] of rows.entries()) {
      const expected = Array.from(values, (value, j) => (j === k ? 3 * value ** 2 - 1 : 0));
      assertClose(row, expected, 2e-5, `by ${k}`);
    }
  });

  it('of parabolas, on the side where there is room', async () => {
    const values = Float32Array.of(1, 2);
    /** As long as the first step. */
    const FIRST = 0.3 * Math.sqrt(5 / 2);
    const squares = async (vectors: Float32Array[]) =>
      vectors.map((vector) => vector.map((value) => value ** 2));
    for (const room of [
      { down: 0, up: Number.POSITIVE_INFINITY },
      { down: Number.POSITIVE_INFINITY, up: 0 },
      { down: 0.1, up: 3 },
      { down: 3, up: 0.1 },
      { down: 2, up: 2 },
      { down: FIRST, up: FIRST },
    ]) {
      const moves: number[] = [];
      const watched = (vectors: Float32Array[]) => {
        for (const [a = 0, b = 0] of vectors) moves.push(a - 1, b - 2);
        return squares(vectors);
      };
      const rows = await differentiate(watched, values, () => room);
      assertClose(rows[0] ?? [], [2, 0], 5e-4, 'by the first');
      assertClose(rows[1] ?? [], [0, 4], 5e-4, 'by the second');
      assert.ok(Math.max(...moves) <= room.up && Math.min(...moves) >= -room.down, `${moves}`);
      if (Math.min(room.down, room.up) >= FIRST) {
        assertClose([Math.max(...moves), Math.min(...moves)], [FIRST, -FIRST], 1e-6, 'steps');
      }
      const isBoth = Math.max(...moves) > 0 && Math.min(...moves) < 0;
      assert.equal(isBoth, Math.min(room.down, room.up) > 0, `${moves}`);
    }
  });

  it('of many values, each by itself, and of values that are all 0', async () => {
    const factors = randomValues(createRandom(5), 600, -1, 1);
    const sum = async (vectors: Float32Array[]) =>
      vectors.map((vector) =>
        Float32Array.of(vector.reduce((all, value, k) => all + value * (factors[k] ?? 0), 0)),
      );
    let first: number | undefined;
    await differentiate(
      (vectors) => {
        first ??= vectors.find(([value = 0]) => value > 0)?.[0];
        return sum(vectors);
      },
      new Float32Array(600),
      anywhere,
    );
    assertClose([first ?? 0], [0.3], 1e-6, 'first step');
    for (const values of [new Float32Array(600), randomValues(createRandom(6), 600, -1, 1)]) {
      const rows = await differentiate(sum, values, anywhere);
      assertClose(
        rows.map(([row = 0]) => row),
        factors,
        1e-4,
        'rows',
      );
    }
  });

  it('asks again only about what is in doubt', async () => {
    let asked = 0;
    const unit = async (vectors: Float32Array[]) => {
      asked += vectors.length;
      return vectors.map(([a = 0, b = 0]) => Float32Array.of(Math.max(0, a), b));
    };
    await differentiate(unit, Float32Array.of(1, 1), anywhere);
    assert.equal(asked, 1 + 4 * 2);
    asked = 0;
    // The first value is next to the kink for some steps.
    await differentiate(unit, Float32Array.of(0.06, 1), anywhere);
    assert.equal(asked, 1 + 4 * 2 + 4);
    asked = 0;
    await differentiate(unit, Float32Array.of(0, 1), anywhere);
    assert.equal(asked, 1 + 4 * 2 + 4 * 4);
    asked = 0;
    const constant = async (vectors: Float32Array[]) => {
      asked += vectors.length;
      return vectors.map(() => Float32Array.of(3));
    };
    await differentiate(constant, Float32Array.of(0, 1), anywhere);
    assert.equal(asked, 1 + 4 * 2);
  });

  it('takes steps of 0.3 of the values and half of that, then a quarter of both', async () => {
    const steps = new Set<number>();
    const kink = async (vectors: Float32Array[]) => {
      for (const [a = 0] of vectors) steps.add(Math.abs(a));
      return vectors.map(([a = 0]) => Float32Array.of(Math.max(0, a)));
    };
    await differentiate(kink, Float32Array.of(0, 2), anywhere);
    const first = 0.3 * Math.sqrt(2);
    const expected = Array.from({ length: 10 }, (_, i) => first / 2 ** i);
    assertClose(
      [...steps].filter((step) => step > 0).toSorted((a, b) => b - a),
      expected,
      1e-6,
      'steps',
    );
  });

  it('of a function that is no number on one side', async () => {
    const roots = async (vectors: Float32Array[]) =>
      vectors.map((vector) => vector.map((value) => Math.sqrt(value)));
    const rows = await differentiate(roots, Float32Array.of(0.01, 4), anywhere);
    assertClose(rows[0] ?? [], [5, 0], 1e-2, 'by the first');
    assertClose(rows[1] ?? [], [0, 0.25], 1e-4, 'by the second');
  });
});
