import { t } from '@vscode/l10n';
import { isKnownFromModel, takesWholeNumbers } from './guessedPixels.ts';
import type { InputFacts } from './inputFacts.ts';
import type { FoundPreprocessing, Preprocessing } from './preprocessing.ts';

/** What becomes of the value of a pixel. */
export type PixelSettings = Pick<Preprocessing, 'channels' | 'scale' | 'mean' | 'std'>;

/** A usual way to make values of pixels, and a text for it. */
export interface PixelWay {
  text: string;
  settings: PixelSettings;
}

/**
 * The usual ways to make values of pixels, the one in use first; none if the way in use is no guess: a source states
 * some of it, the model shows what it expects, or it has one channel.
 */
export function pixelWays({ value, guessed }: FoundPreprocessing, input: InputFacts): PixelWay[] {
  const names = ['channels', 'scale', 'mean', 'std'];
  const isGuess = names.every((name) => guessed.includes(name));
  if (!isGuess || input.channels !== 3 || isKnownFromModel(input)) return [];
  return different([wayInUse(value), ...usualWays()]);
}

/**
 * Every plausible way to make values of pixels, the one in use first, whatever states it: the usual ways, the one in use
 * with 0 … 1 and 0 … 255 confused, and each of them with red and blue swapped. For an input of whole numbers only the
 * colours can be wrong; grey has one number for each.
 */
export function plausiblePixelWays(value: Preprocessing, input: InputFacts): PixelWay[] {
  const inUse = wayInUse(value);
  if (takesWholeNumbers(input)) return different([inUse, ...swapped(inUse)]);
  if (input.channels === 1) {
    return different([inUse, ...otherRange(inUse), ...usualWays().flatMap(asGrey)]);
  }
  const ways = [inUse, ...otherRange(inUse)].flatMap((way) => [way, ...swapped(way)]);
  // "Swapped" is said of the way in use; the order of the others is named, whatever that of the one in use is.
  return different([...ways, ...usualWays().flatMap((way) => [way, ...otherOrder(way)])]);
}

function wayInUse({ channels, scale, mean, std }: Preprocessing): PixelWay {
  return { text: t('the current setting'), settings: { channels, scale, mean, std } };
}

/** The same numbers for pixels 0 … 1 instead of 0 … 255, or the other way round; none for another scale. */
function otherRange({ settings }: PixelWay): PixelWay[] {
  const isUnscaled = settings.scale === 1;
  if (!isUnscaled && Math.abs(settings.scale * 255 - 1) > 1e-3) return [];
  return [
    {
      text: isUnscaled ? t('as now, but with pixels 0 … 1') : t('as now, but with pixels 0 … 255'),
      settings: { ...settings, scale: isUnscaled ? 1 / 255 : 1 },
    },
  ];
}

function swapped({ text, settings }: PixelWay): PixelWay[] {
  const other = inOtherOrder(settings);
  return other ? [{ text: t('{0}, red and blue swapped', text), settings: other }] : [];
}

function otherOrder({ text, settings }: PixelWay): PixelWay[] {
  const other = inOtherOrder(settings);
  if (!other) return [];
  const isNamed = settings.channels === 'BGR';
  return [{ text: isNamed ? caffeText(other) : t('BGR, {0}', text), settings: other }];
}

/** Red and blue swapped, with their mean and deviation; undefined for grey. */
function inOtherOrder(settings: PixelSettings): PixelSettings | undefined {
  const { channels, mean, std } = settings;
  if (channels === 'gray') return undefined;
  const other = channels === 'RGB' ? 'BGR' : 'RGB';
  return { ...settings, channels: other, mean: mean.toReversed(), std: std.toReversed() };
}

/** The way for one channel, if it is the same for all three. */
function asGrey({ text, settings }: PixelWay): PixelWay[] {
  const [mean, ...means] = settings.mean;
  const [std, ...stds] = settings.std;
  if (mean === undefined || std === undefined) return [];
  if (means.some((other) => other !== mean) || stds.some((other) => other !== std)) return [];
  return [{ text, settings: { ...settings, channels: 'gray', mean: [mean], std: [std] } }];
}

/** Without those that make nearly the same values as an earlier one. */
function different(ways: PixelWay[]): PixelWay[] {
  return ways.filter(
    ({ settings }, i) => !ways.slice(0, i).some((earlier) => isSame(earlier.settings, settings)),
  );
}

function usualWays(): PixelWay[] {
  const rgb = (scale: number, mean: number[], std: number[]): PixelSettings => ({
    ...{ channels: 'RGB', scale, mean, std },
  });
  const zeros = [0, 0, 0];
  const ones = [1, 1, 1];
  const half = [0.5, 0.5, 0.5];
  return [
    {
      text: t("ImageNet's mean and deviation"),
      settings: rgb(1 / 255, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
    },
    { text: '(x − 127.5)/127.5', settings: rgb(1 / 255, half, half) },
    { text: 'x/255', settings: rgb(1 / 255, zeros, ones) },
    { text: t('unchanged pixels'), settings: rgb(1, zeros, ones) },
    { text: caffeText(CAFFE), settings: CAFFE },
  ];
}

const CAFFE: PixelSettings = { channels: 'BGR', scale: 1, mean: [104, 117, 123], std: [1, 1, 1] };

function caffeText({ channels, mean }: PixelSettings): string {
  return t('{0}, x − {1}', channels, `(${mean.join(', ')})`);
}

/** Two values of a pixel differ by less than this share of their range: as (x − 127.5)/127.5 and (x − 128)/128. */
const SAME = 0.01;

function isSame(a: PixelSettings, b: PixelSettings): boolean {
  if (a.channels !== b.channels) return false;
  return a.mean.every((_, c) => {
    const [low, high] = valuesOf(a, c);
    const [otherLow, otherHigh] = valuesOf(b, c);
    const most = SAME * Math.abs(high - low);
    return Math.abs(low - otherLow) <= most && Math.abs(high - otherHigh) <= most;
  });
}

/** The values of a channel for the pixels 0 and 255. */
function valuesOf({ scale, mean, std }: PixelSettings, channel: number): [number, number] {
  const value = (pixel: number) => (pixel * scale - (mean[channel] ?? 0)) / (std[channel] ?? 1);
  return [value(0), value(255)];
}
