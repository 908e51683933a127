import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import type { Finding } from '../../results/evaluation/scores.ts';
import type { Evaluation } from '../evaluation.ts';
import { LeftOut } from '../localization/leftOut.ts';

/** Errors that are about a picture and not about the model. */
const OF_PICTURE = ['imageUnreadable', 'imageTooLarge', 'imageFormatUnsupported', 'fileNotFound'];

/** The pictures that a row could not be run for. */
export class Failures {
  readonly #images: LeftOut;
  readonly #name: string;
  readonly #failed = new Set<number>();

  /** @param name of the row */
  constructor({ index }: Evaluation, name: string) {
    this.#images = new LeftOut(index.images);
    this.#name = name;
  }

  /** @returns undefined if the picture is at fault. @throws whatever is about the model. */
  async orNone<T>(image: number, run: () => Promise<T>): Promise<T | undefined> {
    try {
      return await run();
    } catch (error) {
      if (!CamError.is(error) || !OF_PICTURE.includes(error.code)) throw error;
      if (!this.#failed.has(image)) this.#images.add(image);
      this.#failed.add(image);
      return undefined;
    }
  }

  findings(): Finding[] {
    return this.#images.findings('unreadable', (count) =>
      t('{0}: {1} pictures cannot be read any more.', this.#name, count),
    );
  }
}
