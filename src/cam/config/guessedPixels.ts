import { t } from '@vscode/l10n';
import type { InputScaling } from '../classifier/input/inputScaling.ts';
import { pixelRange } from '../classifier/input/inputScaling.ts';
import { TensorElementType } from '../onnx/file/model.ts';
import type { InputFacts } from './inputFacts.ts';
import type { Preprocessing } from './preprocessing.ts';

/** Mean and standard deviation of the ImageNet training pictures in 0 … 1, red, green, blue. */
const IMAGENET_MEAN = [0.485, 0.456, 0.406];
const IMAGENET_STD = [0.229, 0.224, 0.225];

/** What becomes of the value of a pixel, and the reason. */
export type PixelValues = Pick<Preprocessing, 'scale' | 'mean' | 'std'> & { why: string };

/**
 * The values of pixels if no source states them, by the strongest evidence that there is: whole numbers as they are for
 * an input that takes no others; what the model's own first operations expect; then what is usual for the exporter or
 * the layout (TensorFlow: −1 … 1), plain 0 … 1 for one channel, and ImageNet's mean and deviation for all others.
 */
export function guessedPixels(input: InputFacts): PixelValues {
  return wholeNumbers(input) ?? scaledInside(input) ?? usual(input);
}

/** Whether the model itself shows what it takes, so that little is guessed. */
export function isKnownFromModel(input: InputFacts): boolean {
  return (wholeNumbers(input) ?? scaledInside(input)) !== undefined;
}

/** Whether the input takes pixels as they are, and nothing else. */
export function takesWholeNumbers(input: InputFacts): boolean {
  return wholeNumbers(input) !== undefined;
}

function wholeNumbers({ elementType, channels }: InputFacts): PixelValues | undefined {
  switch (elementType) {
    case TensorElementType.uint8:
    case TensorElementType.int32:
      return {
        ...plain(channels, 1),
        why: t('unchanged pixels: the input takes whole numbers 0 … 255'),
      };
    case TensorElementType.int8:
      return {
        ...plain(channels, 1, 128),
        why: t('pixels − 128: the input takes whole numbers −128 … 127'),
      };
    default:
      return undefined;
  }
}

function scaledInside({ scaling, normalises, channels }: InputFacts): PixelValues | undefined {
  if (normalises) {
    return {
      ...plain(channels, 1),
      why: t('pixels 0 … 255: the model normalises each image itself'),
    };
  }
  const range = scaling && pixelRange(scaling);
  if (!range) return undefined;
  const by = factorText(scaling);
  return range === 255
    ? {
        ...plain(channels, 1),
        why: t('pixels 0 … 255: the model scales its input itself (x·{0})', by),
      }
    : {
        ...plain(channels, 1 / 255),
        why: t('pixels 0 … 1: the model scales its input itself (x·{0})', by),
      };
}

function factorText({ factors: [factor = 1] }: InputScaling): number {
  return Number(factor.toPrecision(3));
}

function usual({ channels, exporter = '', layout }: InputFacts): PixelValues {
  if (channels === 1) return { ...plain(1, 1 / 255), why: t('grey from 0 to 1') };
  const imageNet = { scale: 1 / 255, mean: [...IMAGENET_MEAN], std: [...IMAGENET_STD] };
  const half = [0.5, 0.5, 0.5];
  const around0 = { scale: 1 / 255, mean: half, std: half };
  if (/^(py)?torch/i.test(exporter)) {
    return { ...imageNet, why: t("ImageNet's mean and deviation, usual for {0}", 'PyTorch') };
  }
  if (/^(tf|keras|tensorflow)/i.test(exporter)) {
    return { ...around0, why: t('pixels −1 … 1, usual for {0}', exporter) };
  }
  if (layout === 'NHWC') {
    return { ...around0, why: t('pixels −1 … 1, usual for channels-last inputs') };
  }
  return { ...imageNet, why: t("ImageNet's mean and deviation, the most common choice") };
}

/** x = pixel·scale − mean, the same for each channel. */
function plain(channels: number, scale: number, mean = 0): Omit<PixelValues, 'why'> {
  const each = (value: number) => Array.from({ length: channels === 1 ? 1 : 3 }, () => value);
  return { scale, mean: each(mean), std: each(1) };
}
