import type { Rect } from '../../../src/cam/base/geometry.ts';
import type { ChannelSource } from './channelSource.ts';

/** One cell of one channel. */
export interface CellReading {
  channel: number;
  x: number;
  y: number;
  value: number;
}

/** The cell of a map under the pointer; undefined outside it. `area` is where the map is drawn. */
export function cellUnder(
  { clientX, clientY }: PointerEvent,
  area: Rect,
  channel: number,
  source: ChannelSource,
): CellReading | undefined {
  const { width, height, values } = source.map(channel);
  const x = Math.floor(((clientX - area.x) / area.width) * width);
  const y = Math.floor(((clientY - area.y) / area.height) * height);
  const value = values[y * width + x];
  const isInside = x >= 0 && x < width && y >= 0 && y < height;
  return isInside && value !== undefined ? { channel, x, y, value } : undefined;
}
