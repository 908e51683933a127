import { t } from '@vscode/l10n';
import type { JsonObject } from '../../base/jsonShape.ts';
import type { PreprocessingPatch } from '../preprocessingPatch.ts';
import { FILTERS } from './filters.ts';
import { perChannel } from './perChannel.ts';
import { processorGeometry } from './processorGeometry.ts';
import type { ProcessorSettings } from './processorTypes.ts';
import { isOn, processorSettings } from './processorTypes.ts';

/**
 * What an image processor of the transformers library does to a picture, from its `preprocessor_config.json`; a setting
 * that the file leaves out has the default of the processor's type.
 * @param file its name, for notices
 * @param notices gets what is not offered
 * @returns undefined if the result of the processor is no picture
 */
export function processorPatch(
  config: JsonObject,
  file: string,
  notices: string[],
): PreprocessingPatch | undefined {
  const processor = processorSettings(config);
  const { type, standing, settings } = processor;
  if (standing === 'noPicture') {
    notices.push(t('{0}: the output of {1} is not supported, so it is not used.', file, type));
    return undefined;
  }
  if (standing === 'unknown' && type !== '') {
    notices.push(
      t('{0}: {1} is unknown; its settings are read like those of other processors.', file, type),
    );
  }
  const patch: PreprocessingPatch = {
    ...processorGeometry(processor, file, notices),
    ...valuesOf(processor),
  };
  const interpolation = FILTERS[settings.resample as number];
  if (interpolation) patch.interpolation = interpolation;
  else if (settings.resample !== undefined) {
    patch.interpolation = 'bilinear';
    const number = String(settings.resample);
    if (settings.resample !== null) {
      notices.push(
        t('{0}: resample {1} is not supported; bilinear is used instead.', file, number),
      );
    }
  }
  if (settings.image_mean === null && patch.mean === undefined) {
    notices.push(t('{0} normalises but has no image_mean, so that is guessed.', file));
  }
  return patch;
}

type ValuesPatch = Pick<PreprocessingPatch, 'scale' | 'mean' | 'std' | 'channels'>;
type Normalisation = Pick<ValuesPatch, 'mean' | 'std'>;

function valuesOf(processor: ProcessorSettings): ValuesPatch {
  const { type, standing, settings } = processor;
  const isScaled = isOn(settings, 'do_rescale');
  const factor = settings.rescale_factor;
  const given = typeof factor === 'number' && factor !== 0 ? factor : 1 / 255;
  const values: ValuesPatch = { scale: isScaled ? given : 1, ...normalisation(processor) };
  if (type === 'EfficientNet')
    return { ...values, channels: 'RGB', ...efficientNet(values, settings) };
  if (type === 'PPLCNet') {
    // It turns red and blue round after normalising, so its numbers are those of red, green, blue.
    return { ...values, channels: 'BGR', ...reversed(values) };
  }
  const mayFlip = type === 'MobileViT' || standing === 'unknown';
  const isFlipped = mayFlip && settings.do_flip_channel_order === true;
  return { ...values, channels: values.mean?.length === 1 ? 'gray' : isFlipped ? 'BGR' : 'RGB' };
}

/** Only what is stated; MobileViT knows no normalisation. */
function normalisation({ type, settings }: ProcessorSettings): Normalisation {
  if (!isOn(settings, 'do_normalize') || type === 'MobileViT') {
    return { mean: [0, 0, 0], std: [1, 1, 1] };
  }
  const mean = perChannel(settings.image_mean);
  const std = perChannel(settings.image_std);
  return {
    ...(mean && { mean }),
    ...(std?.every((number) => number > 0) && { std }),
  };
}

/** `rescale_offset` subtracts 1 before normalising, `include_top` divides by the deviation once more. */
function efficientNet({ mean, std }: ValuesPatch, settings: JsonObject): Normalisation {
  const isShifted = settings.rescale_offset === true && isOn(settings, 'do_rescale');
  const again = settings.include_top === true ? perChannel(settings.image_std) : undefined;
  return {
    ...(mean && { mean: mean.map((value) => (isShifted ? value + 1 : value)) }),
    ...(std && { std: std.map((value, c) => value * (again?.[c] ?? 1)) }),
  };
}

function reversed({ mean, std }: ValuesPatch): Normalisation {
  return { ...(mean && { mean: mean.toReversed() }), ...(std && { std: std.toReversed() }) };
}
