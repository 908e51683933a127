import path from 'node:path';
import { t } from '@vscode/l10n';
import type { JsonObject } from '../base/jsonShape.ts';
import { asNumbers, asStrings, isObject, isPositiveInteger } from '../base/jsonShape.ts';
import { readJson } from '../base/smallFile.ts';
import { invalidSidecar } from './errors.ts';
import type { Interpolation, Preprocessing, Resize } from './preprocessing.ts';
import type { PreprocessingPatch } from './preprocessingPatch.ts';
import { channelCount } from './preprocessingPatch.ts';
import { FILTERS } from './processors/filters.ts';

/** The content of a sidecar; everything is optional. */
export interface Sidecar {
  file: string;
  /** The labels, or the path of a labels file relative to the sidecar. */
  labels: string[] | string | undefined;
  /** Name of the graph output that holds the class scores. */
  output: string | undefined;
  preprocessing: PreprocessingPatch;
  /** The user's names for channels of the model's own last feature map. */
  unitNames: Record<number, string>;
  notices: string[];
}

/**
 * Reads and checks a sidecar; undefined if there is none.
 * @throws CamError `sidecarInvalid`, naming the file, the key and the form that it expects.
 */
export async function readSidecar(file: string): Promise<Sidecar | undefined> {
  const value = await readJson(file, 'sidecarInvalid');
  if (value === undefined) return undefined;
  if (!isObject(value)) throw invalidSidecar(file, t('the file'), t('a JSON object'));
  const { labels, output, preprocessing = {}, units = {} } = value;
  if (labels !== undefined && !isFileName(labels) && !asStrings(labels)) {
    throw invalidSidecar(file, 'labels', t('a list of strings, or the name of a labels file'));
  }
  if (output !== undefined && (typeof output !== 'string' || output === '')) {
    throw invalidSidecar(file, 'output', t("the name of one of the model's outputs"));
  }
  if (!isObject(preprocessing)) throw invalidSidecar(file, 'preprocessing', t('an object'));
  return {
    file,
    labels: labels as Sidecar['labels'],
    output,
    preprocessing: checkedPatch(file, preprocessing),
    unitNames: checkedNames(file, units),
    notices: unknownKeys(file, value, preprocessing),
  };
}

function checkedNames(file: string, units: unknown): Record<number, string> {
  if (!isObject(units))
    throw invalidSidecar(file, 'units', t('an object mapping channel numbers to names'));
  for (const [channel, name] of Object.entries(units)) {
    if (!/^(0|[1-9]\d{0,8})$/.test(channel)) {
      const expected = t('an object with channel numbers, counted from 0, as keys');
      throw invalidSidecar(file, `units ("${channel}")`, expected);
    }
    if (typeof name !== 'string' || name.trim() === '') {
      throw invalidSidecar(file, `units.${channel}`, t('a name, as text'));
    }
  }
  return units as Record<number, string>;
}

/** Longer than any real path of a model; a longer one would fill the whole message. */
const MAX_NAME_LENGTH = 1000;

function isFileName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_NAME_LENGTH;
}

const MODES: readonly Resize['mode'][] = ['shorter-side', 'stretch', 'letterbox'];

/** The form of each simple setting: what it must be, and in words. */
const FORMS: Record<string, [holds: (value: unknown) => boolean, expected: () => string]> = {
  crop: [
    (v) => v === 0 || isSides(v),
    () => t('a whole number of pixels, 0 for no crop, or an object with width and height'),
  ],
  cropRounding: [(v) => v === 'even' || v === 'down', () => t('"even" or "down"')],
  channels: [(v) => v === 'RGB' || v === 'BGR' || v === 'gray', () => t('"RGB", "BGR" or "gray"')],
  scale: [
    (v) => typeof v === 'number' && Number.isFinite(v) && v !== 0,
    () => t('a number other than 0'),
  ],
  mean: [(v) => asNumbers(v) !== undefined, () => t('a list of numbers, one per channel')],
  std: [
    (v) => asNumbers(v)?.every((number) => number > 0) ?? false,
    () => t('a list of numbers above 0, one per channel'),
  ],
  interpolation: [
    (v) => FILTERS.includes(v as Interpolation),
    () => t('"nearest", "box", "bilinear", "hamming", "bicubic" or "lanczos"'),
  ],
  fill: [
    (v) => asNumbers(v)?.every((number) => number >= 0 && number <= 255) ?? false,
    () => t('a list of numbers from 0 to 255, one per channel'),
  ],
};

const RESIZE_FORMS: typeof FORMS = {
  mode: [
    (v) => MODES.includes(v as Resize['mode']),
    () => t('"shorter-side", "stretch" or "letterbox"'),
  ],
  size: [
    isSides,
    () => t('a whole number of pixels above 0, or an object with such a width and height'),
  ],
  multipleOf: [isPositiveInteger, () => t('a whole number of pixels above 0')],
  longSide: [(v) => v === 'down' || v === 'nearest', () => t('"down" or "nearest"')],
  skipIfFits: [(v) => typeof v === 'boolean', () => t('true or false')],
};

/** A whole number above 0, or a width and a height. */
function isSides(value: unknown): boolean {
  if (!isObject(value)) return isPositiveInteger(value);
  const { width, height, ...others } = value;
  const isWhole = isPositiveInteger(width) && isPositiveInteger(height);
  return isWhole && Object.keys(others).length === 0;
}

/** @throws CamError `sidecarInvalid`, naming the file, the key and the form that it expects. */
export function checkedPatch(file: string, preprocessing: JsonObject): PreprocessingPatch {
  const { resize } = preprocessing;
  const patch = checkedKeys(file, 'preprocessing', preprocessing, FORMS);
  if (resize === undefined) return patch;
  if (!isObject(resize)) throw invalidSidecar(file, 'preprocessing.resize', t('an object'));
  return { ...patch, resize: checkedKeys(file, 'preprocessing.resize', resize, RESIZE_FORMS) };
}

/** Checks the known keys of an object, each in its form. */
function checkedKeys(file: string, name: string, value: JsonObject, forms: typeof FORMS): object {
  const known = Object.entries(forms).filter(([key]) => value[key] !== undefined);
  for (const [key, [holds, expected]] of known) {
    if (!holds(value[key])) throw invalidSidecar(file, `${name}.${key}`, expected());
  }
  return Object.fromEntries(known.map(([key]) => [key, value[key]]));
}

function unknownKeys(file: string, sidecar: JsonObject, preprocessing: JsonObject): string[] {
  const resize = isObject(preprocessing.resize) ? preprocessing.resize : {};
  const unknown = [
    ...keysBeyond(sidecar, ['$schema', 'labels', 'output', 'preprocessing', 'units'], ''),
    ...keysBeyond(preprocessing, ['resize', ...Object.keys(FORMS)], 'preprocessing.'),
    ...keysBeyond(resize, Object.keys(RESIZE_FORMS), 'preprocessing.resize.'),
  ];
  return unknown.map((key) =>
    t('{0}: the key "{1}" is unknown and ignored.', path.basename(file), key),
  );
}

function keysBeyond(value: JsonObject, known: string[], prefix: string): string[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => prefix + key);
}

/**
 * Checks that mean and std have one number for each channel and that the model takes these channels.
 * @throws CamError `sidecarInvalid`.
 */
export function requireChannels(
  file: string,
  preprocessing: Preprocessing,
  modelChannels: number,
): void {
  const { channels } = preprocessing;
  const count = channelCount(channels);
  if (modelChannels === 1 && count === 3) {
    throw invalidSidecar(
      file,
      'preprocessing.channels',
      t('"gray", since the model takes one channel'),
    );
  }
  for (const key of ['mean', 'std', 'fill'] as const) {
    if ((preprocessing[key]?.length ?? count) !== count) {
      const expected =
        count === 1
          ? t('a list of one number, since channels is "{0}"', channels)
          : t('a list of {0} numbers, since channels is "{1}"', count, channels);
      throw invalidSidecar(file, `preprocessing.${key}`, expected);
    }
  }
}
