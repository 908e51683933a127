import type { InputFacts } from './defaultPreprocessing.ts';
import { inputSide } from './defaultPreprocessing.ts';
import type { Preprocessing } from './preprocessing.ts';

/** The settings that one source states; the rest comes from the next source. */
export interface PreprocessingPatch {
  resize?: { mode?: Preprocessing['resize']['mode']; size?: number };
  crop?: number;
  channels?: Preprocessing['channels'];
  scale?: number;
  mean?: number[];
  std?: number[];
  interpolation?: Preprocessing['interpolation'];
}

/**
 * `base` with the patch's settings. If the patch changes the way of resizing but has no size or crop, these follow from
 * the model's input. If it swaps red and blue but has no mean or std, their values are swapped too.
 */
export function applyPatch(
  base: Preprocessing,
  patch: PreprocessingPatch,
  input: InputFacts,
): Preprocessing {
  const mode = patch.resize?.mode ?? base.resize.mode;
  const sameMode = mode === base.resize.mode;
  const side = inputSide(input);
  const conventionalSize = mode === 'stretch' ? side : Math.round((side * 256) / 224);
  const conventionalCrop = mode === 'stretch' ? 0 : side;
  const channels = patch.channels ?? base.channels;
  const swapped = [channels, base.channels].sort().join() === 'BGR,RGB';
  const inherited = (values: number[]): number[] => (swapped ? values.toReversed() : values);
  return {
    resize: {
      mode,
      size: patch.resize?.size ?? (sameMode ? base.resize.size : conventionalSize),
    },
    crop: patch.crop ?? (sameMode ? base.crop : conventionalCrop),
    channels,
    scale: patch.scale ?? base.scale,
    mean: patch.mean ?? inherited(base.mean),
    std: patch.std ?? inherited(base.std),
    interpolation: patch.interpolation ?? base.interpolation,
  };
}

const SETTINGS = ['resize', 'crop', 'channels', 'scale', 'mean', 'std', 'interpolation'] as const;

/** Names of the patch's settings, in the sidecar's words. */
export function statedSettings(patch: PreprocessingPatch): string[] {
  return SETTINGS.filter((name) => patch[name] !== undefined);
}

/** Whether the patch has all settings, so that the next source is not needed. */
export function isComplete(patch: PreprocessingPatch): boolean {
  const resize = patch.resize?.mode !== undefined && patch.resize.size !== undefined;
  return resize && statedSettings(patch).length === SETTINGS.length;
}

/** How many numbers `mean` and `std` have. */
export function channelCount(channels: Preprocessing['channels']): 1 | 3 {
  return channels === 'gray' ? 1 : 3;
}
