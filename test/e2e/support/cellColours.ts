import assert from 'node:assert/strict';
import { interpolateYlOrRd } from 'd3-scale-chromatic';
import type { Frame } from 'playwright-core';
import { framesDrawn } from '../../support/frames.ts';
import { cellColours, chooseInView, toggleBox } from './showCamPanel.ts';

/** Levels of 255 by which a colour may be off. */
const CLOSE = 6;

/** Changes how the map is drawn; the box hides cells. */
export async function drawAs(panel: Frame, layer: string, interpolation: string): Promise<void> {
  await chooseInView(panel, 'layer', layer);
  await chooseInView(panel, 'interpolation', interpolation);
  await toggleBox(panel);
  await framesDrawn(panel);
}

/**
 * Each cell that speaks for the class has the colour of its value.
 * @param map rows of values
 * @param limit value of the last colour
 */
export async function assertCellColours(
  panel: Frame,
  map: readonly (readonly number[])[],
  limit: number,
): Promise<void> {
  const columns = map[0]?.length ?? 0;
  const colours = await cellColours(panel, columns, map.length);
  for (const [cell, value] of map.flat().entries()) {
    if (value < 0) continue;
    const expected = interpolateYlOrRd(0.2 + 0.8 * (value / limit)).match(/\d+/g) ?? [];
    const [red, green, blue, alpha] = colours[cell] ?? [0, 0, 0, 0];
    const place = `cell ${cell % columns}, ${Math.floor(cell / columns)}`;
    const where = `${place} (${value}): ${[red, green, blue]} instead of ${expected}`;
    assert.equal(alpha, 255, where);
    for (const [i, channel] of [red, green, blue].entries()) {
      assert.ok(Math.abs(channel - Number(expected[i])) <= CLOSE, where);
    }
  }
}
