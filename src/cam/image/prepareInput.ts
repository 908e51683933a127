import { t } from '@vscode/l10n';
import type { Geometry, Size } from '../base/geometry.ts';
import type { PixelSettings } from '../config/pixelWays.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import { oneChannelOnly } from './errors.ts';
import type { InputSize } from './planGeometry.ts';
import { planGeometry } from './planGeometry.ts';
import type { BytePicture } from './resample.ts';
import { resample } from './resample.ts';

/** The model's picture input. */
export interface PictureInput extends InputSize {
  layout: 'NCHW' | 'NHWC';
  channels: 1 | 3;
}

/** One photo, ready for the model. */
export interface PreparedInput {
  geometry: Geometry;
  /** One picture of geometry.crop.height × geometry.crop.width, in the input's layout and channel order. */
  tensor: Float32Array;
  notices: string[];
}

/** RGB bytes, interleaved, rows from the top. */
export interface RgbPicture extends Size {
  pixels: Uint8Array;
}

/**
 * A decoded photo as input of the model: resized, cropped, and x = (pixel·scale − mean) / std for each channel,
 * computed in float64 and rounded once. `gray` converts before resizing, as `Grayscale` first in a torchvision pipeline
 * or PIL's `convert('L')`: L = (19595·R + 38470·G + 7471·B + 2¹⁵) >> 16; a model of three channels gets it three times.
 * Padding has the colour `fill` before normalisation, black if there is none.
 *
 * @param reuse gives an array of this length that may be overwritten; default: a new one
 * @throws CamError as {@link planGeometry}; `sidecarInvalid` if a one-channel model is fed colour.
 */
export function prepareInput(
  photo: RgbPicture,
  preprocessing: Preprocessing,
  input: PictureInput,
  reuse: (length: number) => Float32Array = (length) => new Float32Array(length),
): PreparedInput {
  const cropped = cropPhoto(photo, preprocessing, input);
  const { geometry } = cropped;
  const tensor = cropValues(cropped, preprocessing, input, reuse);
  return { geometry, tensor, notices: noticesOf(geometry, preprocessing) };
}

/** A photo resized and cropped, its values still bytes. */
export interface CroppedPhoto {
  geometry: Geometry;
  /** geometry.crop.height × geometry.crop.width × channels. */
  pixels: Uint8Array;
  channels: 1 | 3;
}

/** The part of {@link prepareInput} before the values of pixels, which several ways to make them can share. */
export function cropPhoto(
  photo: RgbPicture,
  preprocessing: Preprocessing,
  input: PictureInput,
): CroppedPhoto {
  if (preprocessing.channels !== 'gray' && input.channels === 1) {
    throw oneChannelOnly(preprocessing.channels);
  }
  const { width, height } = photo;
  const geometry = planGeometry({ width, height }, preprocessing, input);
  const source: BytePicture =
    preprocessing.channels === 'gray'
      ? { width, height, channels: 1, pixels: toGray(photo.pixels) }
      : { width, height, channels: 3, pixels: photo.pixels };
  return {
    geometry,
    pixels: cutCrop(source, geometry, preprocessing),
    channels: source.channels,
  };
}

/** The values of a cropped photo, as {@link prepareInput} makes them. */
export function cropValues(
  { pixels, channels }: CroppedPhoto,
  preprocessing: PixelSettings,
  input: PictureInput,
  reuse: (length: number) => Float32Array = (length) => new Float32Array(length),
): Float32Array {
  const tensor = reuse((pixels.length / channels) * input.channels);
  normalise(pixels, channels, preprocessing, input, tensor);
  return tensor;
}

/** As {@link cropValues}, for pixels that need not be whole numbers, still 0…255. */
export function valuesOfReals(
  { pixels, channels }: { pixels: Float64Array; channels: 1 | 3 },
  preprocessing: PixelSettings,
  input: PictureInput,
): Float32Array {
  const { scale, mean, std } = preprocessing;
  const tensor = new Float32Array((pixels.length / channels) * input.channels);
  const area = pixels.length / channels;
  for (let channel = 0; channel < input.channels; channel++) {
    const ofPixels = channels === 3 ? channel : 0;
    const [channelMean, channelStd] = [mean[ofPixels] ?? 0, std[ofPixels] ?? 1];
    let { from, to, step } = placesOf(channel, area, channels, preprocessing, input);
    for (let i = 0; i < area; i++) {
      tensor[to] = ((pixels[from] as number) * scale - channelMean) / channelStd;
      from += channels;
      to += step;
    }
  }
  return tensor;
}

function noticesOf({ crop, resized }: Geometry, { resize }: Preprocessing): string[] {
  if (resize.mode === 'letterbox') return [];
  if (crop.width <= resized.width && crop.height <= resized.height) return [];
  return [
    t(
      'The crop ({0}×{1}) is larger than the resized photo ({2}×{3}); the rest is filled.',
      crop.width,
      crop.height,
      resized.width,
      resized.height,
    ),
  ];
}

/** L = (19595·R + 38470·G + 7471·B + 2¹⁵) >> 16 of each pixel. */
export function toGray(rgb: Uint8Array): Uint8Array {
  const gray = new Uint8Array(rgb.length / 3);
  for (let i = 0, at = 0; i < gray.length; i++, at += 3) {
    const red = rgb[at] as number;
    const green = rgb[at + 1] as number;
    const blue = rgb[at + 2] as number;
    gray[i] = (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
  }
  return gray;
}

/** The crop's pixels; `fill` where it reaches beyond the resized photo. */
function cutCrop(
  source: BytePicture,
  { resized, crop }: Geometry,
  preprocessing: Preprocessing,
): Uint8Array {
  const x = Math.max(crop.x, 0);
  const y = Math.max(crop.y, 0);
  const width = Math.min(crop.x + crop.width, resized.width) - x;
  const height = Math.min(crop.y + crop.height, resized.height) - y;
  const inside = resample(source, resized, { x, y, width, height }, preprocessing.interpolation);
  if (width === crop.width && height === crop.height) return inside;
  const padded = filled(crop.width * crop.height, source.channels, preprocessing);
  const stride = width * source.channels;
  for (let row = 0; row < height; row++) {
    const start = ((row + y - crop.y) * crop.width + x - crop.x) * source.channels;
    padded.set(inside.subarray(row * stride, (row + 1) * stride), start);
  }
  return padded;
}

/** Pixels of one colour, in the order of the photo's channels. */
function filled(pixels: number, count: 1 | 3, { fill = [], channels }: Preprocessing): Uint8Array {
  const result = new Uint8Array(pixels * count);
  const colour = channels === 'BGR' ? fill.toReversed() : fill;
  if (!colour.some((value) => value !== 0)) return result;
  for (let i = 0; i < result.length; i++) result[i] = colour[i % count] ?? 0;
  return result;
}

function normalise(
  pixels: Uint8Array,
  pixelChannels: 1 | 3,
  preprocessing: PixelSettings,
  input: PictureInput,
  tensor: Float32Array,
): void {
  const area = pixels.length / pixelChannels;
  for (let channel = 0; channel < input.channels; channel++) {
    const values = channelTable(preprocessing, pixelChannels === 3 ? channel : 0);
    let { from, to, step } = placesOf(channel, area, pixelChannels, preprocessing, input);
    for (let i = 0; i < area; i++) {
      tensor[to] = values[pixels[from] as number] as number;
      from += pixelChannels;
      to += step;
    }
  }
}

/** Where a channel of the tensor begins in the pixels and in the tensor, and the step from value to value in that. */
function placesOf(
  channel: number,
  area: number,
  pixelChannels: 1 | 3,
  { channels: order }: PixelSettings,
  { layout, channels }: PictureInput,
): { from: number; to: number; step: number } {
  const ofPixel = order === 'BGR' ? 2 - channel : channel;
  return {
    from: pixelChannels === 3 ? ofPixel : 0,
    to: layout === 'NCHW' ? channel * area : channel,
    step: layout === 'NCHW' ? 1 : channels,
  };
}

/** The normalised value of each of the 256 levels. */
function channelTable({ scale, mean, std }: PixelSettings, channel: number): Float32Array {
  const channelMean = mean[channel] ?? 0;
  const channelStd = std[channel] ?? 1;
  const table = new Float32Array(256);
  for (let level = 0; level < 256; level++) {
    table[level] = (level * scale - channelMean) / channelStd;
  }
  return table;
}
