import { t } from '@vscode/l10n';
import type { ReadableFormat } from './imageFormat.ts';

/** Special properties of a decoded file. */
export interface DecodeFacts {
  format: ReadableFormat;
  /** EXIF orientation, 1 for upright. */
  orientation: number;
  /** At least one pixel is not opaque. */
  transparent: boolean;
  /** Embedded colour profile (ICC). */
  profile: Uint8Array | undefined;
  profileUsed: boolean;
  /** Frames of an animation or pages. */
  frames: number;
  cmyk: boolean;
  sixteenBit: boolean;
}

/** What an EXIF orientation asks of a viewer. */
const ORIENTATIONS: Record<number, () => string> = {
  2: () => t('mirrored'),
  3: () => t('turned by 180°'),
  4: () => t('mirrored top to bottom'),
  5: () => t('mirrored and turned by 90° anticlockwise'),
  6: () => t('turned by 90° clockwise'),
  7: () => t('mirrored and turned by 90° clockwise'),
  8: () => t('turned by 90° anticlockwise'),
};

/** All differences between the decoded pixels and what an image viewer shows; one sentence each. */
export function decodeNotices(facts: DecodeFacts): string[] {
  const notices: string[] = [];
  if (facts.frames > 1) {
    notices.push(
      facts.format === 'TIFF'
        ? t('Only the first of {0} pages is analysed.', facts.frames)
        : t('Only the first of {0} frames is analysed.', facts.frames),
    );
  }
  const turn = ORIENTATIONS[facts.orientation]?.();
  if (turn) {
    notices.push(
      t(
        'EXIF orientation {0} (a viewer shows it {1}) is not applied: the model sees the image as stored.',
        facts.orientation,
        turn,
      ),
    );
  }
  if (facts.cmyk) {
    notices.push(t('Converted from CMYK; colours may differ by a few levels from other programs.'));
  }
  if (facts.sixteenBit) notices.push(t('Only the upper 8 of 16 bits per channel are used.'));
  if (facts.transparent) {
    notices.push(t('Transparency is ignored: the model sees the colours underneath.'));
  }
  if (facts.profile && !facts.profileUsed && !isSrgb(facts.profile)) {
    notices.push(t('The embedded colour profile is ignored.'));
  }
  return notices;
}

/** Whether a profile names itself sRGB, in Latin-1 or UTF-16. */
function isSrgb(profile: Uint8Array): boolean {
  const text = Buffer.from(profile).toString('latin1');
  return text.includes('sRGB') || text.includes('s\0R\0G\0B');
}
