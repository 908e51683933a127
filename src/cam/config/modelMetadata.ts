import { t } from '@vscode/l10n';
import { asNumbers } from '../base/jsonShape.ts';
import type { ConfigSource } from './huggingFace.ts';
import { parseLabelJson } from './labels.ts';
import type { PreprocessingPatch } from './preprocessingPatch.ts';

/** Keys under which exporters keep labels. */
const LABEL_KEYS = [
  'names',
  'labels',
  'classes',
  'class_names',
  'class_labels',
  'label_names',
  'id2label',
  'categories',
];
const MEAN_KEYS = ['mean', 'image_mean', 'norm_mean', 'normalize_mean', 'standardization_mean'];
const STD_KEYS = ['std', 'image_std', 'norm_std', 'normalize_std', 'standardization_std'];

/**
 * The content of the model's own metadata (`metadata_props`): labels and normalisation under the keys in use, Windows
 * ML's `Image.BitmapPixelFormat` and `Image.NominalPixelRange`, and the transforms of Ultralytics classifiers (shorter
 * side and centre crop `imgsz`, pixels in 0 … 1).
 */
export function readModelMetadata(metadata: ReadonlyMap<string, string>): ConfigSource {
  const found: ConfigSource = { notices: [] };
  const [labelKey, labelText = ''] = firstOf(metadata, LABEL_KEYS);
  const labels = labelText === '' ? undefined : parseLabelText(labelText);
  if (labels) found.labels = { value: labels, source: t('ONNX metadata ({0})', String(labelKey)) };
  const patch = { ...ultralytics(metadata), ...windowsMl(metadata), ...normalisation(metadata) };
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

/** A value as JSON, or undefined. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Labels as JSON, as Python writes a dict or a list, or separated by new lines or commas. */
function parseLabelText(text: string): string[] | undefined {
  const json = parseLabelJson(parseJson(text));
  if (json) return json;
  if (/^\s*[{[]/.test(text)) return parsePython(text);
  const separator = text.includes('\n') ? '\n' : ',';
  const labels = text.split(separator).map((label) => label.trim());
  return labels.filter((label) => label !== '').length > 1 ? labels : undefined;
}

/** `{0: 'cat', 1: "dog's"}` or `['cat', 'dog']`. */
function parsePython(text: string): string[] | undefined {
  const item = /(?:(\d+)\s*:\s*)?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;
  const items = [...text.matchAll(item)];
  const entries = items.map(([, index, single, double], position): [string, string] => [
    index ?? String(position),
    (single ?? double ?? '').replace(/\\(.)/g, '$1'),
  ]);
  return parseLabelJson(Object.fromEntries(entries));
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
