import assert from 'node:assert/strict';
import type { ColormapName } from '../../../../src/cam/maps/pixels/colormap.ts';
import {
  COLORMAP_NAMES,
  colormapTable,
  opacityByValue,
  paintMap,
  signedColorIndex,
  signedColorTable,
} from '../../../../src/cam/maps/pixels/colormap.ts';
import { assertClose, goldenMaps, scalarMap } from '../golden.ts';

/** Published colours at entries of the 256-entry tables. */
const anchors: [ColormapName, entry: number, rgb: [number, number, number], tolerance: number][] = [
  ['viridis', 0, [0x44, 0x01, 0x54], 0],
  ['viridis', 128, [0x21, 0x91, 0x8c], 0],
  ['viridis', 255, [0xfd, 0xe7, 0x25], 0],
  ['inferno', 0, [0x00, 0x00, 0x04], 0],
  ['inferno', 128, [0xbc, 0x37, 0x54], 0],
  ['inferno', 255, [0xfc, 0xff, 0xa4], 0],
  ['magma', 0, [0x00, 0x00, 0x04], 0],
  ['magma', 128, [0xb7, 0x37, 0x79], 0],
  ['magma', 255, [0xfc, 0xfd, 0xbf], 0],
  ['jet', 0, [0, 0, 128], 1],
  ['jet', 32, [0, 0, 255], 3],
  ['jet', 96, [0, 255, 255], 4],
  ['jet', 159, [255, 255, 0], 4],
  ['jet', 223, [255, 0, 0], 3],
  ['jet', 255, [128, 0, 0], 1],
  ['warmCool', 255, [0x80, 0x00, 0x26], 1],
  ['diverging', 0, [0x05, 0x30, 0x61], 1],
  ['diverging', 255, [0x67, 0x00, 0x1f], 1],
];

describe('colormaps', () => {
  for (const [name, entry, rgb, tolerance] of anchors) {
    it(`${name} has its published colour at ${entry}`, () => {
      assertClose(entryOf(colormapTable(name), entry), rgb, tolerance);
    });
  }

  it('turbo follows its published polynomial', () => {
    assertClose(colormapTable('turbo'), goldenMaps.turbo, 3);
  });

  for (const name of COLORMAP_NAMES) {
    describe(`signed ${name}`, () => {
      const table = signedColorTable(name);

      it('has 511 colours', () => assert.equal(table.length, 511 * 3));

      it('changes steadily in lightness on the negative side', () => {
        const lightness = Array.from({ length: 256 }, (_, i) => lightnessOf(entryOf(table, i)));
        const direction = name === 'diverging' || name === 'warmCool' ? 1 : -1;
        for (let i = 1; i < lightness.length; i++) {
          const step = direction * ((lightness[i] ?? 0) - (lightness[i - 1] ?? 0));
          assert.ok(step > -0.5, `lightness turns back at ${i}`);
        }
        assert.ok(direction * ((lightness[255] ?? 0) - (lightness[0] ?? 0)) > 50);
      });

      it('keeps negative evidence apart from every positive colour', () => {
        for (let i = 0; i < 128; i++) {
          const nearest = Math.min(
            ...Array.from({ length: 255 }, (_, j) =>
              distance(entryOf(table, i), entryOf(table, 256 + j)),
            ),
          );
          assert.ok(nearest > 25, `entry ${i} is only ${nearest} from a positive colour`);
        }
      });
    });
  }

  for (const name of COLORMAP_NAMES.filter((name) => name !== 'diverging')) {
    it(`signed ${name} has the colormap itself as its positive side`, () => {
      assert.deepEqual(signedColorTable(name).subarray(255 * 3), colormapTable(name));
    });
  }

  it('index values from −scale to +scale and clamp beyond', () => {
    assert.deepEqual(
      [-9, -4, -2, 0, 2, 4, 9].map((value) => signedColorIndex(value, 4)),
      [0, 0, 128, 255, 383, 510, 510],
    );
  });

  it('paint a map as RGBA, opaque or by value', () => {
    const table = signedColorTable('viridis');
    const map = scalarMap(3, 1, [4, -1, 0]);
    const [high, low, zero] = [510, 191, 255].map((entry) => entryOf(table, entry)) as number[][];
    const opaque = [...(high ?? []), 255, ...(low ?? []), 255, ...(zero ?? []), 255];
    assert.deepEqual(Array.from(paintMap(map, table, 4)), opaque);
    // 3x² − 2x³ at half of half of the scale is one half.
    const byValue = paintMap(map, table, 4, opacityByValue());
    assert.deepEqual([byValue[3], byValue[11]], [255, 0]);
    assertClose([byValue[7] as number], [128], 2);
  });

  it('cool colours end in the darkest of ColorBrewer’s Blues', () => {
    assertClose(entryOf(signedColorTable('warmCool'), 0), [0x08, 0x30, 0x6b], 1);
  });
});

function entryOf(table: Uint8Array, entry: number): number[] {
  return Array.from(table.subarray(entry * 3, entry * 3 + 3));
}

/** CIE L*, 0…100, of an sRGB colour. */
function lightnessOf(rgb: number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance;
}

function distance(a: number[], b: number[]): number {
  return Math.hypot(...a.map((value, i) => value - (b[i] ?? 0)));
}
