import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import type { JsonObject } from '../base/jsonShape.ts';
import { asNumbers, isObject, isPositiveInteger } from '../base/jsonShape.ts';
import { readJson } from '../base/smallFile.ts';
import type { ConfigSource } from './configSource.ts';
import { labelsOfValue } from './labels/labelValue.ts';
import type { PreprocessingPatch } from './preprocessingPatch.ts';

/**
 * Reads `preprocessor_config.json` (Hugging Face image processors) and `config.json` (`id2label`, or timm's
 * `pretrained_cfg` and `label_names`) beside the model, or one folder up from a folder named `onnx`.
 *
 * @throws CamError `sidecarInvalid` if `preprocessor_config.json` is not valid JSON.
 */
export async function readHuggingFace(modelPath: string): Promise<ConfigSource> {
  const folder = path.dirname(modelPath);
  const folders = path.basename(folder) === 'onnx' ? [folder, path.dirname(folder)] : [folder];
  const found: ConfigSource = { notices: [] };
  for (const place of folders) {
    const processorFile = path.join(place, 'preprocessor_config.json');
    const processor = await readJson(processorFile, 'sidecarInvalid');
    if (isObject(processor)) {
      const value = processorPatch(processor, found.notices);
      found.preprocessing ??= { value, source: path.basename(processorFile), file: processorFile };
    }
    await addModelConfig(path.join(place, 'config.json'), found);
  }
  return found;
}

/** `config.json` is a common name: a broken file or one of another kind is skipped. */
async function addModelConfig(file: string, found: ConfigSource): Promise<void> {
  let config: unknown;
  try {
    config = await readJson(file, 'sidecarInvalid');
  } catch (error) {
    if (!CamError.is(error)) throw error;
    found.notices.push(t('{0} It is not used.', error.message));
  }
  if (!isObject(config)) return;
  const source = path.basename(file);
  const labels = labelsOfValue(config.id2label) ?? labelsOfValue(config.label_names);
  if (labels) found.labels ??= { value: labels, source, file };
  if (isObject(config.pretrained_cfg)) {
    const value = timmPatch(config.pretrained_cfg, found.notices);
    found.preprocessing ??= { value, source, file };
  }
}

/** Settings of an image processor of the transformers library. */
function processorPatch(config: JsonObject, notices: string[]): PreprocessingPatch {
  const patch: PreprocessingPatch = {
    ...processorGeometry(config, notices),
    ...processorValues(config),
  };
  const filters: Record<number, PreprocessingPatch['interpolation']> = {
    2: 'bilinear',
    3: 'bicubic',
  };
  const interpolation = filters[config.resample as number];
  if (interpolation) patch.interpolation = interpolation;
  else if (typeof config.resample === 'number') {
    notices.push(
      t(
        'preprocessor_config.json: resample {0} is not offered; bilinear is used.',
        config.resample,
      ),
    );
    patch.interpolation = 'bilinear';
  }
  if (patch.mean?.length === 1) patch.channels = 'gray';
  else patch.channels = config.do_flip_channel_order === true ? 'BGR' : 'RGB';
  return patch;
}

function processorValues(config: JsonObject): PreprocessingPatch {
  const values: PreprocessingPatch = {};
  const factor = config.rescale_factor;
  if (config.do_rescale === false) values.scale = 1;
  else values.scale = typeof factor === 'number' && factor !== 0 ? factor : 1 / 255;
  if (config.do_normalize === false) return { ...values, mean: [0, 0, 0], std: [1, 1, 1] };
  const mean = threeNumbers(config.image_mean);
  const std = threeNumbers(config.image_std);
  if (mean) values.mean = mean;
  if (std?.every((number) => number > 0)) values.std = std;
  return values;
}

/** Processors whose single `size` means both sides; for the others it is the shorter side. */
const SQUARE_SIZES = /^(ViT|Beit|DeiT|EfficientNet|Swin|Segformer|Perceiver)/;

function processorGeometry(config: JsonObject, notices: string[]): PreprocessingPatch {
  const type = String(config.image_processor_type ?? config.feature_extractor_type ?? '');
  const { shorter, stretched } = sizes(config.size, SQUARE_SIZES.test(type));
  const crop = config.do_center_crop === true ? squareSide(config.crop_size) : 0;
  if (config.do_resize === false || (!shorter && !stretched)) {
    if (config.size !== undefined) {
      notices.push(t('preprocessor_config.json: its way of resizing is not offered.'));
    }
    return {};
  }
  if (stretched) return { resize: { mode: 'stretch', size: stretched }, crop: crop ?? stretched };
  const size = shorter ?? 0;
  const isConvNext = /^ConvNext/.test(type);
  const share = cropShare(config.crop_pct, 'preprocessor_config.json', notices);
  if (isConvNext || (share !== undefined && config.do_center_crop === undefined)) {
    if (size >= 384) return { resize: { mode: 'stretch', size }, crop: 0 };
    const resized = Math.floor(size / (share ?? 224 / 256));
    return { resize: { mode: 'shorter-side', size: resized }, crop: size };
  }
  if (share !== undefined) {
    const resized = Math.floor(size / share);
    return { resize: { mode: 'shorter-side', size: resized }, crop: crop ?? size };
  }
  if (/^Levit/.test(type)) {
    const resized = Math.floor((256 / 224) * size);
    return { resize: { mode: 'shorter-side', size: resized }, crop: crop ?? size };
  }
  return { resize: { mode: 'shorter-side', size }, crop: crop ?? size };
}

/** The share of the picture that stays after the crop, if it is one. */
function cropShare(share: unknown, file: string, notices: string[]): number | undefined {
  if (typeof share !== 'number') return undefined;
  if (share >= 0.1 && share <= 1) return share;
  notices.push(t('{0}: crop_pct {1} is no share of a picture; it is not used.', file, share));
  return undefined;
}

/** The forms of `size`: a number, a shorter side, or height and width. */
function sizes(size: unknown, square: boolean): { shorter?: number; stretched?: number } {
  if (isPositiveInteger(size)) return square ? { stretched: size } : { shorter: size };
  if (!isObject(size)) return {};
  if (isPositiveInteger(size.shortest_edge)) return { shorter: size.shortest_edge };
  const { height, width } = size;
  if (!isPositiveInteger(height) || !isPositiveInteger(width)) return {};
  return { stretched: Math.max(height, width) };
}

function squareSide(size: unknown): number | undefined {
  return sizes(size, true).stretched;
}

function threeNumbers(value: unknown): number[] | undefined {
  if (typeof value === 'number') return [value, value, value];
  const numbers = asNumbers(value);
  return numbers && (numbers.length === 3 || numbers.length === 1) ? numbers : undefined;
}

/** Settings of a timm model: shorter side to floor(S / crop_pct), centre crop S; `squash` stretches. */
function timmPatch(config: JsonObject, notices: string[]): PreprocessingPatch {
  const patch: PreprocessingPatch = { scale: 1 / 255, channels: 'RGB' };
  const mean = threeNumbers(config.mean);
  const std = threeNumbers(config.std);
  if (mean) patch.mean = mean;
  if (std?.every((number) => number > 0)) patch.std = std;
  const side = asNumbers(config.test_input_size ?? config.input_size)?.at(-1);
  const share = cropShare(config.test_crop_pct ?? config.crop_pct, 'config.json', notices) ?? 0.875;
  if (isPositiveInteger(side)) {
    const size = Math.floor(side / share);
    if (config.crop_mode === 'squash') patch.resize = { mode: 'stretch', size };
    else patch.resize = { mode: 'shorter-side', size };
    patch.crop = size === side && config.crop_mode === 'squash' ? 0 : side;
  }
  if (config.interpolation === 'bilinear' || config.interpolation === 'bicubic') {
    patch.interpolation = config.interpolation;
  } else if (config.interpolation !== undefined) {
    notices.push(
      t(
        'config.json: interpolation {0} is not offered; bilinear is used.',
        String(config.interpolation),
      ),
    );
    patch.interpolation = 'bilinear';
  }
  return patch;
}
