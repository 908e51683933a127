import { loadSharp } from '../image/loadSharp.ts';
import { channelMap, rangeOf } from '../maps/cam.ts';
import type { FeatureMap, ScalarMap } from '../maps/featureMap.ts';
import { paintMap, signedColorTable } from '../maps/pixels/colormap.ts';
import { upsampleCells } from '../maps/pixels/upsample.ts';

/** The mean over the channels at each position: (1/K) Σ_k f_k(x, y), in the units of the feature map. */
export function meanMap(featureMap: FeatureMap): ScalarMap {
  const { channels, width, height } = featureMap;
  const values = new Float32Array(width * height);
  for (let channel = 0; channel < channels; channel++) {
    const { values: own } = channelMap(featureMap, channel);
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) + (own[i] ?? 0) / channels;
  }
  return { width, height, values };
}

/**
 * A map as a small picture in turbo, in its true cells, scaled from 0 to its own peak.
 * @param longestSide of the picture, in pixels; a map with more cells is shown cell by cell
 * @returns PNG
 */
export async function mapPicture(map: ScalarMap, longestSide: number): Promise<Uint8Array> {
  const factor = Math.max(1, Math.floor(longestSide / Math.max(map.width, map.height)));
  const [width, height] = [map.width * factor, map.height * factor];
  const enlarged = upsampleCells(map, width, height);
  const { scale } = rangeOf(map);
  const pixels = paintMap(enlarged, signedColorTable('turbo'), scale);
  const sharp = await loadSharp();
  const picture = sharp(pixels, { raw: { width, height, channels: 4 } });
  return new Uint8Array(await picture.png().toBuffer());
}
