import { t } from '@vscode/l10n';
import type { EvaluationRecord, PictureRecord } from '../../results/evaluation/record.ts';
import type { Finding, FindingKind } from '../../results/evaluation/scores.ts';
import type { Compared } from './comparePicture.ts';

/** Names in a finding. */
const EXAMPLES = 5;

/** The pictures of two records, by path; paths of those that are left out. */
export interface PicturePairs {
  both: (readonly [before: PictureRecord, after: PictureRecord])[];
  onlyBefore: string[];
  onlyAfter: string[];
  /** The photo has other sides than before, or its file another size: it is another picture. */
  otherPhoto: string[];
}

/** Pairs pictures by path, in the order of the record after. */
export function pairPictures(before: EvaluationRecord, after: EvaluationRecord): PicturePairs {
  const left = new Map(before.pictures.map((picture) => [picture.path, picture]));
  const pairs: PicturePairs = { both: [], onlyBefore: [], onlyAfter: [], otherPhoto: [] };
  for (const picture of after.pictures) {
    const earlier = left.get(picture.path);
    left.delete(picture.path);
    if (!earlier) pairs.onlyAfter.push(picture.path);
    else if (isSamePhoto(earlier, picture)) pairs.both.push([earlier, picture]);
    else pairs.otherPhoto.push(picture.path);
  }
  pairs.onlyBefore = [...left.keys()];
  return pairs;
}

function isSamePhoto(before: PictureRecord, after: PictureRecord): boolean {
  const [a, b] = [before.photo, after.photo];
  const isSameFile = (before.bytes ?? after.bytes) === (after.bytes ?? before.bytes);
  return a.width === b.width && a.height === b.height && isSameFile;
}

/** Everything that a comparison leaves out of its scores. */
export function parityFindings(pairs: PicturePairs, compared: readonly Compared[]): Finding[] {
  const pathsOf = (isLeftOut: (picture: Compared) => boolean): string[] =>
    compared.filter(isLeftOut).map(({ picture }) => picture.path);
  const otherClass = pathsOf(({ isLabelled, hasOtherClass }) => isLabelled && hasOtherClass);
  const unlabelled = pathsOf(({ isLabelled }) => !isLabelled);
  const noMap = pathsOf(({ hasMaps }) => !hasMaps);
  const noBox = pathsOf(({ hasMaps, picture }) => hasMaps && Number.isNaN(picture.boxIou));
  const even = pathsOf(({ hasMaps, picture }) => hasMaps && Number.isNaN(picture.mapCorrelation));
  return [
    finding(
      'missingPicture',
      pairs.onlyBefore,
      t('Pictures that are only in the baseline, left out.'),
    ),
    finding(
      'missingPicture',
      pairs.onlyAfter,
      t('Pictures that are not in the baseline, left out.'),
    ),
    finding(
      'missingPicture',
      pairs.otherPhoto,
      t(
        'Pictures that are other ones than in the baseline (size of the photo or of its file), left out.',
      ),
    ),
    finding(
      'otherClass',
      otherClass,
      t(
        'Pictures whose right class is another one than before: each model is held against its own.',
      ),
    ),
    finding('unlabelled', unlabelled, t('Pictures without a class: not in accuracy and flips.')),
    finding(
      'noMap',
      noMap,
      t(
        'Pictures without two maps of the class that was predicted before: not in IoU and correlation.',
      ),
    ),
    finding('noMap', noBox, t('Pictures in which neither map supports the class: not in IoU.')),
    finding(
      'noMap',
      even,
      t('Pictures whose maps have no place in common or are even: not in the correlation.'),
    ),
  ].flatMap((found) => found ?? []);
}

function finding(kind: FindingKind, paths: readonly string[], text: string): Finding | undefined {
  if (paths.length === 0) return undefined;
  return { kind, count: paths.length, text, examples: paths.slice(0, EXAMPLES) };
}
