import path from 'node:path';
import * as vscode from 'vscode';
import { CamError } from '../../cam/base/errors.ts';
import type { ExpectedClass, PinsOf } from '../../cam/pins/pinsFile.ts';
import {
  choosePinsMethod,
  expectClass,
  pinImages,
  pinsFileOf,
  unpinImage,
} from '../../cam/pins/pinsFile.ts';
import type { MapWay } from '../../cam/results/mapWay.ts';

/** Changes of the file of pins, one after the other; a failure is shown to the user. */
export class PinsEdits {
  readonly #onEdit: () => Promise<void>;
  #previous: Promise<unknown> = Promise.resolve();

  /** @param onEdit is called after each change; the change is done when it is */
  constructor(onEdit: () => Promise<void>) {
    this.#onEdit = onEdit;
  }

  /** The images that were not pinned before; undefined if the change failed. */
  pin(of: PinsOf, images: readonly string[]): Promise<string[] | undefined> {
    return this.#edit(of, () => pinImages(of, images));
  }

  /** Removes an image from the list, and offers an undo. */
  async unpin(of: PinsOf, image: string): Promise<void> {
    const putBack = await this.#edit(of, () => unpinImage(of, image));
    if (!putBack) return;
    const undo = vscode.l10n.t('Undo');
    const text = vscode.l10n.t('{0} is no longer pinned.', path.basename(image));
    const answer = await vscode.window.showInformationMessage(text, undo);
    if (answer === undo) await this.#edit(of, putBack);
  }

  async expect(of: PinsOf, image: string, expected: ExpectedClass | undefined): Promise<void> {
    await this.#edit(of, () => expectClass(of, image, expected));
  }

  async chooseMethod(of: PinsOf, way: MapWay | undefined): Promise<void> {
    await this.#edit(of, () => choosePinsMethod(of, way));
  }

  async #edit<T>(of: PinsOf, change: () => Promise<T>): Promise<T | undefined> {
    const changing = this.#previous.then(change);
    this.#previous = changing.catch(() => undefined);
    try {
      const result = await changing;
      await this.#onEdit();
      return result;
    } catch (error) {
      void showError(of, error);
      return undefined;
    }
  }
}

async function showError(of: PinsOf, error: unknown): Promise<void> {
  const { code, message, nextAction } = CamError.toData(error);
  const open = vscode.l10n.t('Open File');
  const buttons = code === 'pinsInvalid' ? [open] : [];
  const text = `${message} ${nextAction}`;
  const answer = await vscode.window.showErrorMessage(text, ...buttons);
  if (answer === open) {
    await vscode.window.showTextDocument(vscode.Uri.file(pinsFileOf(of.folder)));
  }
}
