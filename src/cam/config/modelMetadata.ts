import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import { asSides } from '../base/geometry.ts';
import { asNumbers, isObject, isPositiveInteger, parseJson } from '../base/jsonShape.ts';
import type { ConfigSource } from './configSource.ts';
import type { LabelReading } from './labels/labelReading.ts';
import { readLabelText } from './labels/labelText.ts';
import { LABEL_KEYS } from './labels/labelValue.ts';
import type { PreprocessingPatch } from './preprocessingPatch.ts';
import { checkedPatch } from './sidecar.ts';

const MEAN_KEYS = ['mean', 'image_mean', 'norm_mean', 'normalize_mean', 'standardization_mean'];
const STD_KEYS = ['std', 'image_std', 'norm_std', 'normalize_std', 'standardization_std'];

/** Under which CAM Lens writes a model's preprocessing: JSON as in a sidecar. */
export const PREPROCESSING_KEY = 'cam_lens.preprocessing';

/**
 * The content of the model's own metadata (`metadata_props`): labels and normalisation under the keys in use, Windows
 * ML's `Image.BitmapPixelFormat` and `Image.NominalPixelRange`, `CustomVision.Preprocess.*`, and the transforms of
 * Ultralytics classifiers (shorter side and centre crop `imgsz`, pixels in 0 … 1); and {@link PREPROCESSING_KEY}.
 */
export function readModelMetadata(metadata: ReadonlyMap<string, string>): ConfigSource {
  const found: ConfigSource = { notices: [] };
  const [labelKey, labelText = ''] = firstOf(metadata, LABEL_KEYS);
  const labels = labelsOf(labelText);
  if (labels) found.labels = { value: labels, source: t('ONNX metadata ({0})', String(labelKey)) };
  const patch = {
    ...ultralytics(metadata),
    ...windowsMl(metadata),
    ...normalisation(metadata),
    ...customVision(metadata, found.notices),
    ...ownPreprocessing(metadata, found.notices),
  };
  if (Object.keys(patch).length > 0) {
    found.preprocessing = { value: patch, source: t('ONNX metadata') };
  }
  return found;
}

function firstOf(metadata: ReadonlyMap<string, string>, keys: string[]): [string, string] | [] {
  for (const key of keys) {
    const text = metadata.get(key);
    if (text !== undefined) return [key, text];
  }
  return [];
}

/** The labels of a value; a single word holds none. */
function labelsOf(text: string): LabelReading | undefined {
  const reading = readLabelText(text);
  return reading && (reading.values.length > 1 || /^\s*[[{]/.test(text)) ? reading : undefined;
}

function numbersOf(metadata: ReadonlyMap<string, string>, keys: string[]): number[] | undefined {
  const [, text = ''] = firstOf(metadata, keys);
  const bare = text.trim().replace(/^[[(]|[\])]$/g, '');
  return asNumbers(parseJson(`[${bare.includes(',') ? bare : bare.split(/\s+/).join(',')}]`));
}

function normalisation(metadata: ReadonlyMap<string, string>): PreprocessingPatch {
  const mean = numbersOf(metadata, MEAN_KEYS);
  const std = numbersOf(metadata, STD_KEYS);
  if (!mean || !std || mean.length !== std.length || std.some((value) => value <= 0)) return {};
  // Means above 1 refer to pixels in 0 … 255.
  return { mean, std, scale: mean.some((value) => value > 1) ? 1 : 1 / 255 };
}

/** What CAM Lens has written; a value of another form is left out. */
function ownPreprocessing(
  metadata: ReadonlyMap<string, string>,
  notices: string[],
): PreprocessingPatch {
  const text = metadata.get(PREPROCESSING_KEY);
  const value = text === undefined ? undefined : parseJson(text);
  if (!isObject(value)) return {};
  try {
    return checkedPatch(PREPROCESSING_KEY, value);
  } catch (error) {
    if (!CamError.is(error)) throw error;
    notices.push(error.message);
    return {};
  }
}

function windowsMl(metadata: ReadonlyMap<string, string>): PreprocessingPatch {
  const format = metadata.get('Image.BitmapPixelFormat');
  if (format === undefined) return {};
  const channels = /^gray/i.test(format) ? 'gray' : /^bgr/i.test(format) ? 'BGR' : 'RGB';
  const fill = (value: number): number[] => Array(channels === 'gray' ? 1 : 3).fill(value);
  switch (metadata.get('Image.NominalPixelRange')) {
    case 'Normalized_0_1':
      return { channels, scale: 1 / 255, mean: fill(0), std: fill(1) };
    case 'Normalized_1_1':
      return { channels, scale: 2 / 255, mean: fill(1), std: fill(1) };
    default:
      return { channels, scale: 1, mean: fill(0), std: fill(1) };
  }
}

/** Azure Custom Vision: mean and deviation of pixels in 0 … 255, in the order of `Image.BitmapPixelFormat`. */
function customVision(
  metadata: ReadonlyMap<string, string>,
  notices: string[],
): PreprocessingPatch {
  const key = (name: string) => `CustomVision.Preprocess.${name}`;
  const mean = numbersOf(metadata, [key('NormalizeMean')]);
  const std = numbersOf(metadata, [key('NormalizeStd')]);
  const patch: PreprocessingPatch = {};
  if (mean && std?.length === mean.length && std.every((value) => value > 0)) {
    Object.assign(patch, { mean, std, scale: 1 });
  }
  const [width, height] = ['TargetWidth', 'TargetHeight'].map((name) =>
    Number(metadata.get(key(name)) ?? 0),
  );
  const method = metadata.get(key('ResizeMethod'));
  if (!isPositiveInteger(width) || !isPositiveInteger(height)) return patch;
  if (method?.toLowerCase() === 'stretch') {
    const size = asSides({ width, height });
    Object.assign(patch, { resize: { mode: 'stretch', size }, crop: 0 });
  } else if (method !== undefined) {
    notices.push(t('{0}: {1} is not supported and is left out.', key('ResizeMethod'), method));
  }
  return patch;
}

function ultralytics(metadata: ReadonlyMap<string, string>): PreprocessingPatch {
  if (metadata.get('task') !== 'classify' || !metadata.has('names')) return {};
  const patch: PreprocessingPatch = {
    channels: 'RGB',
    scale: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  };
  const size = numbersOf(metadata, ['imgsz'])?.at(-1);
  if (size === undefined) return patch;
  return {
    ...patch,
    resize: { mode: 'shorter-side', size },
    crop: size,
    interpolation: 'bilinear',
  };
}
