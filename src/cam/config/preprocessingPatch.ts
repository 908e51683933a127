import { inputSides, shorterSide } from './guessedGeometry.ts';
import type { InputFacts } from './inputFacts.ts';
import type { Preprocessing, Resize } from './preprocessing.ts';

/** The settings that one source states; the rest comes from the next source. */
export interface PreprocessingPatch extends Partial<Omit<Preprocessing, 'resize'>> {
  resize?: Partial<Resize>;
}

/**
 * `base` with the patch's settings. A size of two different sides is stretched to, if the patch does not say how. If the
 * patch changes the way of resizing but has no size or crop, these follow from the model's input; a size or crop that is
 * stated also holds for pictures that fit. If it swaps red and blue but has no mean or std, their values are swapped too.
 */
export function applyPatch(
  base: Preprocessing,
  patch: PreprocessingPatch,
  input: InputFacts,
): Preprocessing {
  const channels = patch.channels ?? base.channels;
  const swapped = [channels, base.channels].sort().join() === 'BGR,RGB';
  const inherited = (values: number[]): number[] => (swapped ? values.toReversed() : values);
  return {
    ...base,
    ...patch,
    ...patchedGeometry(base, patch, input),
    mean: patch.mean ?? inherited(base.mean),
    std: patch.std ?? inherited(base.std),
  };
}

function patchedGeometry(
  base: Preprocessing,
  { resize: stated = {}, crop }: PreprocessingPatch,
  input: InputFacts,
): Pick<Preprocessing, 'resize' | 'crop'> {
  const { size: statedSize } = stated;
  const isOblong = typeof statedSize === 'object' && statedSize.width !== statedSize.height;
  const mode = stated.mode ?? (isOblong ? 'stretch' : base.resize.mode);
  const usual =
    mode === base.resize.mode
      ? base
      : mode === 'shorter-side'
        ? shorterSide(input)
        : { resize: { mode, size: inputSides(input) }, crop: 0 };
  const isStated = stated.mode !== undefined || statedSize !== undefined || crop !== undefined;
  const { mode: _, size, ...ways } = usual.resize;
  return {
    resize: { ...(isStated ? {} : ways), ...stated, mode, size: statedSize ?? size },
    crop: crop ?? usual.crop,
  };
}

/** Every setting that a preprocessing has. */
export const SETTINGS = [
  'resize',
  'crop',
  'channels',
  'scale',
  'mean',
  'std',
  'interpolation',
] as const;

/** Settings with a default that no other source changes. */
const OPTIONS = ['cropRounding', 'fill'] as const;

/** Names of the patch's settings, in the sidecar's words. */
export function statedSettings(patch: PreprocessingPatch): string[] {
  return [...SETTINGS, ...OPTIONS].filter((name) => patch[name] !== undefined);
}

/** Whether the patch has all settings, so that the next source is not needed. */
export function isComplete(patch: PreprocessingPatch): boolean {
  const resize = patch.resize?.mode !== undefined && patch.resize.size !== undefined;
  return resize && SETTINGS.every((name) => patch[name] !== undefined);
}

/** How many numbers `mean` and `std` have. */
export function channelCount(channels: Preprocessing['channels']): 1 | 3 {
  return channels === 'gray' ? 1 : 3;
}
