import { t } from '@vscode/l10n';
import { fairTail } from '../statistics/fairTail.ts';

/** A picture that was shown, the class that its folder names, and the one that the model says. */
export interface ShownPicture {
  path: string;
  expected: number;
  predicted: number;
}

/** So few right pictures must be so unlikely for a model that is right every second time. */
const MOST_P = 0.02;

/**
 * Whether the pictures that a user has looked at make an examination worth proposing: of two or more classes, so few are
 * right that a model that is right every second time would have as few in less than one of fifty cases. All of six wrong
 * are enough.
 * @param shown in any order; of a picture that is there twice, the last counts
 * @returns a sentence for the user, or undefined
 */
export function reasonToExamine(shown: readonly ShownPicture[]): string | undefined {
  const pictures = [...new Map(shown.map((picture) => [picture.path, picture])).values()];
  const right = pictures.filter(({ expected, predicted }) => expected === predicted).length;
  const classes = new Set(pictures.map(({ expected }) => expected)).size;
  if (classes < 2 || fairTail(right, pictures.length) >= MOST_P) return undefined;
  return t(
    'Of {0} pictures only {1} are what their folders say: preprocessing or labels may not fit this model.',
    pictures.length,
    right,
  );
}
