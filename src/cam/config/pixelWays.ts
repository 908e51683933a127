import { t } from '@vscode/l10n';
import { isKnownFromModel } from './guessedPixels.ts';
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
  const { channels, scale, mean, std } = value;
  const inUse: PixelWay = {
    text: t('the current setting'),
    settings: { channels, scale, mean, std },
  };
  const others = usualWays().filter(({ settings }) => !isSame(settings, inUse.settings));
  return [inUse, ...others];
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
    {
      text: t('BGR, x − {0}', '(104, 117, 123)'),
      settings: { channels: 'BGR', scale: 1, mean: [104, 117, 123], std: ones },
    },
  ];
}

function isSame(a: PixelSettings, b: PixelSettings): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
