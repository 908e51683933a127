import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Size } from '../../src/cam/base/geometry.ts';
import { BoxOverlaps, boxesOnGrid } from '../../src/cam/evaluate/localization/boxOverlaps.ts';
import { normalised } from '../../src/cam/evaluate/localization/levels.ts';
import { localize } from '../../src/cam/evaluate/localization/localize.ts';
import { mapOnPhoto } from '../../src/cam/evaluate/localization/mapOnPhoto.ts';
import { keptSources } from '../../src/cam/evaluate/sources/mapSources.ts';
import type { ScalarMap } from '../../src/cam/maps/featureMap.ts';
import { assertClose } from '../unit/assertClose.ts';
import { smallEvaluation } from '../unit/evaluate/support/smallEvaluation.ts';
import { wholePhoto } from '../unit/evaluate/support/wholePhoto.ts';
import { realFolder } from './realData.ts';

const folder = path.resolve(realFolder, '..', 'golden', 'wsol');
const SIDE = 224;
const grid = { width: SIDE, height: SIDE };

interface Golden {
  sizes: Size[];
  /** Corners in photo pixels, both included. */
  boxes: [number, number, number, number][][];
  expected: {
    MaxBoxAcc: { value: number; detail: { 50: Curve } };
    MaxBoxAccV2: { value: number; detail: Record<'30' | '50' | '70', Curve> };
    PxAP: { value: number };
  };
}

interface Curve {
  bestThreshold: number;
  curveEvery50: number[];
}

describe('box scores of 120 maps by the evaluator of Choe et al.', () => {
  let golden: Golden;
  let maps: ScalarMap[];

  before(async function () {
    if (!existsSync(folder)) {
      console.log(`      skipped: no ${folder}`);
      this.skip();
    }
    golden = JSON.parse(await readFile(path.join(folder, 'golden.json'), 'utf8'));
    const values = floats(await data('maps.npy'));
    maps = golden.sizes.map((_, i) => {
      return { width: 7, height: 7, values: values.slice(49 * i, 49 * i + 49) };
    });
  });

  it('maps are enlarged and normalised alike, to 1e-5', async () => {
    const all = floats(await data('resized_first12.npy'));
    for (let i = 0; i < 12; i++) {
      const large = mapOnPhoto(maps[i] as ScalarMap, wholePhoto(sizeOf(i)), grid, true);
      const expected = all.subarray(i * SIDE ** 2, (i + 1) * SIDE ** 2);
      assertClose(normalised(large.values), expected, 1e-5, `map ${i}`);
    }
  });

  it('MaxBoxAcc, MaxBoxAccV2 and PxAP are equal to 0.01 %, from the maps on', async function () {
    this.timeout(60_000);
    const objects = await masks('masks.npy');
    const ignored = await masks('ignore.npy');
    const evaluation = smallEvaluation(
      maps.map((map, i) => ({
        path: `${i}.jpg`,
        photo: sizeOf(i),
        truth: 0,
        top: [0],
        boxes: rectsOf(i),
        mask: () => ({ object: objects(i), ignored: ignored(i) }),
        maps: { 0: map },
      })),
    );
    const { report } = await localize(
      evaluation,
      [keptSources(evaluation, 0).own],
      { rows: [], boxRule: 'paper', threshold: 'oracle', hasGeometry: true, seed: 0 },
      () => undefined,
    );
    const [row] = report.rows;
    const { MaxBoxAcc, MaxBoxAccV2, PxAP } = golden.expected;
    const found = [row?.maxBoxAcc, row?.maxBoxAccV2, row?.pxAP].map(
      (one) => 100 * (one?.value ?? 0),
    );
    assertClose(found, [MaxBoxAcc.value, MaxBoxAccV2.value, PxAP.value], 0.01, 'scores');
    assert.equal(row?.threshold, MaxBoxAcc.detail[50].bestThreshold);
    const every50th = row?.curve.filter((_, i) => i % 50 === 0).map((share) => 100 * share);
    assertClose(every50th ?? [], MaxBoxAcc.detail[50].curveEvery50, 1e-4, 'curve');
  });

  it('the curves of MaxBoxAccV2 are equal at 30, 50 and 70 %', () => {
    const overlaps = new BoxOverlaps();
    const best = maps.map((map, i) => {
      const large = mapOnPhoto(map, wholePhoto(sizeOf(i)), grid, true);
      return overlaps.of(large.values, boxesOnGrid(rectsOf(i), sizeOf(i))).best;
    });
    for (const least of ['30', '50', '70'] as const) {
      const curve = Array.from({ length: 20 }, (_, i) => {
        const level = Math.floor(0.05 * i * 255);
        const right = best.filter((levels) => (levels[level] as number) >= Number(least) / 100);
        return (100 * right.length) / best.length;
      });
      assertClose(curve, golden.expected.MaxBoxAccV2.detail[least].curveEvery50, 1e-9, least);
    }
  });

  function sizeOf(i: number): Size {
    return golden.sizes[i] as Size;
  }

  function rectsOf(i: number) {
    return (golden.boxes[i] ?? []).map(([x0, y0, x1, y1]) => {
      return { x: x0, y: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 };
    });
  }
});

/** The bytes behind the header of a `.npy` file of version 1. */
async function data(name: string): Promise<Buffer> {
  const bytes = await readFile(path.join(folder, name));
  return bytes.subarray(10 + bytes.readUInt16LE(8));
}

function floats(bytes: Buffer): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

/** Masks packed as by NumPy's `packbits`. */
async function masks(name: string): Promise<(i: number) => Uint8Array> {
  const bytes = await data(name);
  const size = SIDE ** 2 / 8;
  return (i) =>
    Uint8Array.from({ length: SIDE ** 2 }, (_, pixel) => {
      return ((bytes[i * size + (pixel >> 3)] as number) >> (7 - (pixel & 7))) & 1;
    });
}
