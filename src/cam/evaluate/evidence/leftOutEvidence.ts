import { t } from '@vscode/l10n';
import type { Finding } from '../../results/evaluation/scores.ts';
import type { Evaluation } from '../evaluation.ts';
import { LeftOut } from '../localization/leftOut.ts';
import type { PictureEvidence } from './pictureEvidence.ts';

/** Pictures that do not count in the means or in the shares of masks and boxes. */
export class LeftOutEvidence {
  readonly unlabelled: LeftOut;
  readonly #withoutMap: LeftOut;
  readonly #notAnnotated: LeftOut;
  readonly #emptyMask: LeftOut;
  readonly #isAnnotated: boolean;

  /** @param isLabelled whether any picture is: without a class there is no box or mask of it */
  constructor({ index, annotationSource }: Evaluation, isLabelled: boolean) {
    const leftOut = () => new LeftOut(index.images);
    this.unlabelled = leftOut();
    this.#withoutMap = leftOut();
    this.#notAnnotated = leftOut();
    this.#emptyMask = leftOut();
    this.#isAnnotated = annotationSource !== undefined && isLabelled;
  }

  /** @param picture undefined if it has no map with positive evidence */
  add(image: number, picture: PictureEvidence | undefined): void {
    if (!picture) this.#withoutMap.add(image);
    else if (!this.#isAnnotated) return;
    else if (picture.withoutShare === 'notAnnotated') this.#notAnnotated.add(image);
    else if (picture.withoutShare === 'emptyMask') this.#emptyMask.add(image);
  }

  findings(): Finding[] {
    return [
      ...this.unlabelled.findings('unlabelled', () =>
        t('Pictures without a class are in no mean map.'),
      ),
      ...this.#withoutMap.findings('noMap', () =>
        t('Pictures without positive evidence of their class are in no mean map.'),
      ),
      ...this.#notAnnotated.findings('notAnnotated', () =>
        t('Pictures without a box or mask of their class do not count in the shares of these.'),
      ),
      ...this.#emptyMask.findings('emptyMask', () =>
        t(
          'Pictures whose box or mask is empty, or smaller than a cell, do not count in its share.',
        ),
      ),
    ];
  }
}
