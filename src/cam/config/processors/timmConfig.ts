import { t } from '@vscode/l10n';
import { asSides, sidesText } from '../../base/geometry.ts';
import type { JsonObject } from '../../base/jsonShape.ts';
import { asNumbers, isPositiveInteger } from '../../base/jsonShape.ts';
import type { Interpolation } from '../preprocessing.ts';
import type { PreprocessingPatch } from '../preprocessingPatch.ts';
import { cropShare } from './cropShare.ts';
import { FILTERS } from './filters.ts';
import { perChannel } from './perChannel.ts';

/**
 * Settings of a timm model: shorter side to floor(S / crop_pct), centre crop S; `squash` stretches, `border` fits the
 * picture in and fills the rest with the mean colour.
 * @param notices gets what is not offered
 */
export function timmPatch(config: JsonObject, file: string, notices: string[]): PreprocessingPatch {
  const patch: PreprocessingPatch = { scale: 1 / 255, channels: 'RGB' };
  const mean = perChannel(config.mean);
  const std = perChannel(config.std);
  if (mean) patch.mean = mean;
  if (std?.every((number) => number > 0)) patch.std = std;
  const { interpolation } = config;
  if (FILTERS.includes(interpolation as Interpolation)) {
    patch.interpolation = interpolation as Interpolation;
  } else if (interpolation !== undefined) {
    const name = String(interpolation);
    notices.push(
      t('{0}: interpolation {1} is not supported; bilinear is used instead.', file, name),
    );
    patch.interpolation = 'bilinear';
  }
  return { ...patch, ...geometryOf(config, mean, file, notices) };
}

function geometryOf(
  config: JsonObject,
  mean: number[] | undefined,
  file: string,
  notices: string[],
): PreprocessingPatch {
  const [height, width] = asNumbers(config.test_input_size ?? config.input_size)?.slice(-2) ?? [];
  const share = cropShare(config.test_crop_pct ?? config.crop_pct, file, notices) ?? 0.875;
  if (!isPositiveInteger(width) || !isPositiveInteger(height)) return {};
  const crop = asSides({ width, height });
  const larger = (side: number) => Math.floor(side / share);
  const size = asSides({ width: larger(width), height: larger(height) });
  switch (config.crop_mode) {
    case 'squash':
      return {
        resize: { mode: 'stretch', size },
        crop: sidesText(size) === sidesText(crop) ? 0 : crop,
      };
    case 'border':
      return {
        ...{ resize: { mode: 'letterbox', size }, crop },
        ...(mean && { fill: mean.map((value) => Math.round(255 * value)) }),
      };
    default:
      return typeof size === 'number'
        ? { resize: { mode: 'shorter-side', size }, crop }
        : // timm resizes to oblong sizes in another way, and always bilinear.
          {
            resize: { mode: 'shorter-side', size, longSide: 'nearest' },
            crop,
            interpolation: 'bilinear',
          };
  }
}
