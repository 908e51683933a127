import type { JsonObject } from '../../base/jsonShape.ts';

const square = (side: number) => ({ height: side, width: side });
const shortest = (side: number) => ({ shortest_edge: side });

const HALF = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] };
const IMAGENET = { image_mean: [0.485, 0.456, 0.406], image_std: [0.229, 0.224, 0.225] };
const CLIP = {
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_std: [0.26862954, 0.26130258, 0.27577711],
};

const BILINEAR = { resample: 2 };
const BICUBIC = { resample: 3 };
const crop = (side: number) => ({ crop_size: square(side), do_center_crop: true });

/**
 * What the image processors of transformers 5 do where a file leaves it out, for those that its classifiers use. All of
 * them rescale by 1/255, and all but MobileViT normalise.
 */
const DEFAULTS: Record<string, JsonObject> = {
  Beit: { ...HALF, ...BICUBIC, size: square(224), crop_size: square(224) },
  Bit: { ...CLIP, ...BICUBIC, size: shortest(224), ...crop(224) },
  CLIP: { ...CLIP, ...BICUBIC, size: shortest(224), ...crop(224) },
  ConvNext: { ...HALF, ...BICUBIC, size: shortest(384), crop_pct: 224 / 256 },
  DeiT: { ...HALF, ...BICUBIC, size: square(256), ...crop(224) },
  EfficientNet: {
    ...{ ...HALF, ...BICUBIC, size: square(346), crop_size: square(289) },
    include_top: true,
  },
  Levit: { ...IMAGENET, ...BICUBIC, size: shortest(224), ...crop(224) },
  MobileNetV1: { ...HALF, ...BILINEAR, size: shortest(256), ...crop(224) },
  MobileNetV2: { ...HALF, ...BILINEAR, size: shortest(256), ...crop(224) },
  MobileViT: { ...BICUBIC, size: shortest(224), ...crop(256), do_flip_channel_order: true },
  Perceiver: { ...IMAGENET, ...BICUBIC, size: square(224), ...crop(256) },
  PoolFormer: { ...IMAGENET, ...BICUBIC, size: shortest(224), ...crop(224), crop_pct: 0.9 },
  PPLCNet: {
    image_mean: [0.406, 0.456, 0.485],
    image_std: [0.225, 0.224, 0.229],
    ...{ ...BILINEAR, size: square(256), ...crop(224), resize_short: 256, size_divisor: 1 },
  },
  Pvt: { ...IMAGENET, ...BICUBIC, size: square(224) },
  Segformer: { ...IMAGENET, ...BILINEAR, size: square(512) },
  Siglip: { ...HALF, ...BICUBIC, size: square(224) },
  TextNet: {
    ...{ ...IMAGENET, ...BILINEAR, size: shortest(640), crop_size: square(224) },
    size_divisor: 32,
  },
  ViT: { ...HALF, ...BILINEAR, size: square(224) },
};

/** Processors whose result is no picture: patches, colour clusters, pages. */
const OTHERS = ['Donut', 'ImageGPT', 'Siglip2'];

/** The settings of an image processor, with the defaults of its type. */
export interface ProcessorSettings {
  /** `ViT` for `ViTImageProcessor`, `ViTImageProcessorFast` and `ViTFeatureExtractor`; empty if no type is stated. */
  type: string;
  standing: 'known' | 'unknown' | 'noPicture';
  settings: JsonObject;
  /** Whether a size of one number is a square; otherwise it is the shorter side. */
  isSquare: boolean;
}

/** @param config the content of `preprocessor_config.json` */
export function processorSettings(config: JsonObject): ProcessorSettings {
  const name = String(config.image_processor_type ?? config.feature_extractor_type ?? '');
  const type = name.replace(/(ImageProcessor|FeatureExtractor)(Fast|Pil)?$/, '');
  const defaults = Object.hasOwn(DEFAULTS, type) ? DEFAULTS[type] : undefined;
  const isSquare = defaults
    ? !Object.hasOwn(defaults.size as object, 'shortest_edge')
    : config.do_center_crop !== true;
  return {
    type,
    standing: defaults ? 'known' : OTHERS.includes(type) ? 'noPicture' : 'unknown',
    settings: { ...defaults, ...config },
    isSquare,
  };
}

/** Whether a step is taken: it is unless the file says false or null. */
export function isOn(settings: JsonObject, step: `do_${string}`): boolean {
  return settings[step] === undefined || settings[step] === true;
}
