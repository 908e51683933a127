import path from 'node:path';
import * as vscode from 'vscode';
import type {
  SheetPicture,
  SheetPlace,
  ShowCamRequests,
  ToShowCam,
} from '../../protocol/showCam.ts';
import { watchEach } from '../files/watchFiles.ts';
import type { Asked } from '../panels/requestHandler.ts';
import type { SheetServices } from './sheetResults.ts';
import { SheetResults } from './sheetResults.ts';

/** The images of a panel as a contact sheet: results, changes of the files, and where the user is. */
export class ShowCamSheet implements vscode.Disposable {
  /** Undefined for a single image. */
  place: SheetPlace | undefined;
  readonly #results: SheetResults;
  readonly #post: (message: ToShowCam) => void;
  #images: string[] = [];
  #watcher: vscode.Disposable | undefined;

  constructor(services: Omit<SheetServices, 'outdated'>, post: (message: ToShowCam) => void) {
    this.#post = post;
    const outdated = () => post({ type: 'sheetOutdated' });
    this.#results = new SheetResults({ ...services, outdated });
  }

  /** @param isOpen whether several images are shown as a sheet */
  show(images: readonly vscode.Uri[], chosen: number, isOpen: boolean): void {
    this.#watcher?.dispose();
    this.#images = images.map(({ fsPath }) => fsPath);
    this.#results.keepOnly(this.#images);
    const areSeveral = images.length > 1;
    this.place = areSeveral ? { isOpen, chosen } : undefined;
    this.#watcher = areSeveral ? watchEach(this.#images, (file) => this.#change(file)) : undefined;
  }

  /** The title of the panel while one image is shown, or all. */
  titleOf(image: string): string {
    return this.place?.isOpen
      ? vscode.l10n.t('CAM: {0} images', this.#images.length)
      : vscode.l10n.t('CAM: {0}', path.basename(image));
  }

  /** @throws CamError whose reason concerns all images */
  picture(
    { index, way }: ShowCamRequests['sheetPicture']['request'],
    asked: Asked,
  ): Promise<SheetPicture> {
    return this.#results.picture(this.#images[index] ?? '', way, asked);
  }

  /** See {@link SheetResults.check}. */
  check(version: string | undefined): Promise<void> {
    return this.#results.check(version);
  }

  dispose(): void {
    this.#watcher?.dispose();
  }

  #change(file: string): void {
    this.#results.drop(file);
    this.#post({ type: 'sheetOutdated', indices: [this.#images.indexOf(file)] });
  }
}
