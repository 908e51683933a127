import { t } from '@vscode/l10n';
import { sidesOf } from '../../base/geometry.ts';
import type { PictureGeometry } from '../../config/guessedGeometry.ts';
import { shorterSide, stretchedGeometry } from '../../config/guessedGeometry.ts';
import type { InputFacts } from '../../config/inputFacts.ts';
import { plausiblePixelWays } from '../../config/pixelWays.ts';
import type { Interpolation, Preprocessing } from '../../config/preprocessing.ts';
import type { VariantChange } from '../../results/evaluation/doctor.ts';

/** One way to make a picture the model's input. */
export interface Setting {
  /** What is different from the one in use, in words; empty for that. */
  texts: string[];
  change: VariantChange;
  preprocessing: Preprocessing;
}

/** The plausible ways to make values of pixels, the one in use first. */
export function pixelSettings(current: Preprocessing, input: InputFacts): Setting[] {
  const ways = plausiblePixelWays(current, input);
  return ways.map(({ text, settings }, i) =>
    i === 0
      ? { texts: [], change: {}, preprocessing: current }
      : {
          texts: [text],
          change: { pixels: settings },
          preprocessing: { ...current, ...settings },
        },
  );
}

/**
 * A setting with each other plausible geometry and interpolation: as it is, stretched, or the shorter side and a crop;
 * as it is, bilinear, or bicubic.
 */
export function withOtherGeometry(setting: Setting, input: InputFacts): Setting[] {
  const geometries: Partial[] = [{ texts: [], change: {} }];
  for (const [text, geometry] of usualGeometries(input)) {
    if (isSameGeometry(geometry, setting.preprocessing)) continue;
    geometries.push({ texts: [text], change: { geometry } });
  }
  const filters: Partial[] = [{ texts: [], change: {} }];
  for (const interpolation of ['bilinear', 'bicubic'] as const satisfies Interpolation[]) {
    if (interpolation === setting.preprocessing.interpolation) continue;
    filters.push({ texts: [interpolationText(interpolation)], change: { interpolation } });
  }
  return geometries
    .flatMap((geometry) => filters.map((filter) => combined(combined(setting, geometry), filter)))
    .slice(1);
}

type Partial = Pick<Setting, 'texts' | 'change'>;

function combined(setting: Setting, { texts, change }: Partial): Setting {
  const { geometry, interpolation = setting.preprocessing.interpolation } = change;
  return {
    texts: [...setting.texts, ...texts],
    change: { ...setting.change, ...change },
    preprocessing: { ...setting.preprocessing, ...geometry, interpolation },
  };
}

function usualGeometries(input: InputFacts): [text: string, geometry: PictureGeometry][] {
  return [
    [t('stretched'), stretchedGeometry(input)],
    [t('shorter side and centre crop'), shorterSide(input)],
  ];
}

function interpolationText(interpolation: 'bilinear' | 'bicubic'): string {
  return interpolation === 'bilinear' ? t('bilinear') : t('bicubic');
}

/** Whether the same part of each picture comes to the same place, pictures of the input's own size apart. */
function isSameGeometry(a: PictureGeometry, b: PictureGeometry): boolean {
  return a.resize.mode === b.resize.mode && sidesKey(a) === sidesKey(b);
}

function sidesKey({ resize, crop }: PictureGeometry): string {
  return JSON.stringify([sidesOf(resize.size), sidesOf(crop === 0 ? resize.size : crop)]);
}
