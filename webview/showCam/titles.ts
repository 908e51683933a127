import { strings } from '../strings.ts';
import type { ShownMap } from './mapSource.ts';

/** What the map on the stage is of, in words. */
export function titleOf(shown: ShownMap, labels: readonly string[]): string {
  const name = labelOf(shown.classIndex, labels);
  const against =
    shown.contrastIndex === undefined
      ? name
      : strings.contrastTitle(name, labelOf(shown.contrastIndex, labels));
  return shown.channel === undefined ? against : strings.channelTitle(shown.channel, against);
}

export function labelOf(classIndex: number, labels: readonly string[]): string {
  return labels[classIndex] ?? strings.classNumber(classIndex);
}
