import { t } from '@vscode/l10n';
import type { InputScaling } from '../classifier/input/inputScaling.ts';
import { pixelRange } from '../classifier/input/inputScaling.ts';
import { TensorElementType } from '../onnx/file/model.ts';
import type { Preprocessing } from './preprocessing.ts';

/** What the preprocessing has to fit: undefined if the model takes any size. */
export interface InputFacts {
  width: number | undefined;
  height: number | undefined;
  channels: number;
  /** `TensorProto.DataType`; default: float. */
  elementType?: number;
  /** The model's own first operations on the pixels. */
  scaling?: InputScaling | undefined;
}

/** Mean and standard deviation of the ImageNet training pictures in 0 … 1, red, green, blue. */
const IMAGENET_MEAN = [0.485, 0.456, 0.406];
const IMAGENET_STD = [0.229, 0.224, 0.225];

/** Input side if the model takes any. */
const DEFAULT_SIDE = 224;

/** Side of the model's square input; its longer side if it is not square. */
export function inputSide({ width, height }: InputFacts): number {
  return Math.max(width ?? height ?? DEFAULT_SIDE, height ?? width ?? DEFAULT_SIDE);
}

/**
 * The torchvision ImageNet convention for an input of side S: shorter side to round(S·256/224), centre crop of S, RGB
 * in 0 … 1, ImageNet mean and standard deviation, bilinear. Pictures are stretched for an input that is not square, and
 * turned to plain grey in 0 … 1 and stretched for an input of one channel. If the model scales its pixels itself, or
 * takes whole numbers, mean and standard deviation are not applied.
 */
export function conventionalPreprocessing(input: InputFacts): {
  preprocessing: Preprocessing;
  source: string;
} {
  const { preprocessing, source } = conventionalGeometry(input);
  const own = ownPixels(input);
  if (!own) return { preprocessing, source };
  const { values, why } = own;
  return { preprocessing: { ...preprocessing, ...values }, source: t('{0}, but {1}', source, why) };
}

/**
 * The numbers for a model that scales its pixels itself, or whose input has 8 bits; undefined if the convention fits.
 */
function ownPixels(input: InputFacts) {
  const count = input.channels === 1 ? 1 : 3;
  const raw = (mean: number) => ({
    scale: 1,
    mean: Array.from({ length: count }, () => mean),
    std: Array.from({ length: count }, () => 1),
  });
  if (input.elementType === TensorElementType.uint8) {
    return { values: raw(0), why: t('pixels as they are: the input takes whole numbers 0 … 255') };
  }
  if (input.elementType === TensorElementType.int8) {
    return { values: raw(128), why: t('pixels − 128: the input takes whole numbers −128 … 127') };
  }
  const range = input.scaling && pixelRange(input.scaling);
  if (!input.scaling || !range) return undefined;
  const [factor = 1] = input.scaling.factors;
  const by = Number(factor.toPrecision(3));
  return range === 255
    ? { values: raw(0), why: t('pixels 0 … 255: the model scales its input itself (x·{0})', by) }
    : {
        values: { ...raw(0), scale: 1 / 255 },
        why: t('pixels 0 … 1: the model scales its input itself (x·{0})', by),
      };
}

function conventionalGeometry(input: InputFacts): { preprocessing: Preprocessing; source: string } {
  const side = inputSide(input);
  const stretch: Pick<Preprocessing, 'resize' | 'crop'> = {
    resize: { mode: 'stretch', size: side },
    crop: 0,
  };
  const base = { scale: 1 / 255, interpolation: 'bilinear' } as const;
  if (input.channels === 1) {
    return {
      preprocessing: { ...stretch, ...base, channels: 'gray', mean: [0], std: [1] },
      source: t('assumed for one channel: grey in 0 … 1, stretched'),
    };
  }
  const colour: Omit<Preprocessing, 'resize' | 'crop'> = {
    ...base,
    channels: 'RGB',
    mean: [...IMAGENET_MEAN],
    std: [...IMAGENET_STD],
  };
  if ((input.width ?? side) !== (input.height ?? side)) {
    return {
      preprocessing: { ...stretch, ...colour },
      source: t('torchvision ImageNet convention, but stretched, as the input is not square'),
    };
  }
  const size = Math.round((side * 256) / 224);
  return {
    preprocessing: { resize: { mode: 'shorter-side', size }, crop: side, ...colour },
    source: t('torchvision ImageNet convention'),
  };
}
