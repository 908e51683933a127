import path from 'node:path';
import * as vscode from 'vscode';
import { CamError } from '../../cam/base/errors.ts';
import type { PinnedImage, PinsOf } from '../../cam/pins/pinsFile.ts';
import { readPins, readPinsMethod } from '../../cam/pins/pinsFile.ts';
import type { CurrentImage } from '../currentImage.ts';
import { fileItem } from '../files/filePick.ts';
import { chooseImages, imagesOfCommand, isImageFile } from '../files/imageFiles.ts';
import { requireTrust } from '../workspaceTrust.ts';
import { PinsEdits } from './edits.ts';
import { pickExpectedClass } from './expectedClassPick.ts';
import { pinOptions, pinsOf } from './folder.ts';
import { pickPinsMethod } from './methodPick.ts';
import type { PinsServices } from './view.ts';
import { PinsView } from './view.ts';

/** Sorts like the explorer: 2 before 10. */
const byName = new Intl.Collator(undefined, { numeric: true });

interface Services extends PinsServices {
  image: CurrentImage;
}

/** Argument of a command from the page or from the context menu of one of its rows. */
interface AboutPin {
  /** Absolute. */
  path: string;
}

/** *Pinned Images*: the view and its commands. */
export function registerPins(services: Services, view: PinsView): vscode.Disposable {
  const commands = new PinsCommands(services, view);
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    vscode.window.registerWebviewViewProvider(PinsView.viewType, view),
    register('camLens.pinImage', (clicked, selected) => commands.pin(clicked, selected)),
    register('camLens.unpinImage', (about) => commands.unpin(about)),
    register('camLens.setExpectedClass', (about) => commands.setExpectedClass(about)),
    register('camLens.showPinnedImage', (about) => commands.showCam(about)),
    register('camLens.refreshPins', () => view.refresh()),
    register('camLens.acceptPins', () => view.accept()),
    register('camLens.choosePinsMethod', () => commands.chooseMethod()),
  );
}

class PinsCommands {
  readonly #services: Services;
  readonly #view: PinsView;
  readonly #edits: PinsEdits;

  constructor(services: Services, view: PinsView) {
    this.#services = services;
    this.#view = view;
    this.#edits = new PinsEdits(() => view.takeResults());
  }

  /** Pins the images of the command, for the model in use. */
  async pin(clicked: unknown, selected: unknown): Promise<void> {
    const images = await this.#imagesOf(clicked, selected);
    if (images.length === 0) return;
    const of = await this.#ofModelInUse();
    if (!of) return;
    // The explorer passes a selection in the order of the clicks.
    const paths = images.map((image) => image.fsPath).sort(byName.compare);
    const added = await this.#edits.pin(of, paths);
    if (!added || this.#view.isVisible) return;
    const show = vscode.l10n.t('Show Pinned Images');
    const answer = await vscode.window.showInformationMessage(
      pinnedText(paths, added, path.basename(of.model)),
      show,
    );
    if (answer === show) await vscode.commands.executeCommand('camLens.pins.focus');
  }

  async unpin(about: unknown): Promise<void> {
    const of = await this.#ofModelInUse();
    const pin = of && (await this.#pinOf(of, about));
    if (pin) await this.#edits.unpin(of, pin.path);
  }

  async setExpectedClass(about: unknown): Promise<void> {
    const of = await this.#ofModelInUse();
    const pin = of && (await this.#pinOf(of, about));
    if (!pin) return;
    try {
      const labels = await this.#labelsOf(of);
      const { session } = this.#view;
      const isOfSession = session?.of.model === of.model;
      const result = isOfSession ? session.runs.latest?.results.get(pin.path) : undefined;
      const predicted = result?.scores.map(({ classIndex }) => classIndex) ?? [];
      const chosen = await pickExpectedClass(pin, labels, predicted);
      if (chosen) await this.#edits.expect(of, pin.path, chosen.expected);
    } catch (error) {
      showError(error);
    }
  }

  /** How the maps are made. */
  async chooseMethod(): Promise<void> {
    const of = await this.#ofModelInUse();
    if (!of) return;
    const { engine, variants } = this.#services;
    const { session } = this.#view;
    const shown = session?.of.model === of.model ? session.runs.latest?.results : undefined;
    const [first] = shown?.values() ?? [];
    const { output } = variants.of(of.model);
    const options = output === undefined ? {} : { output };
    try {
      const present = first?.way ?? (await readPinsMethod(of));
      const chosen = await pickPinsMethod({ engine, of, present, options });
      if (chosen) await this.#edits.chooseMethod(of, chosen.way);
    } catch (error) {
      showError(error);
    }
  }

  /** *Show CAM* on a row. */
  showCam(about: unknown): void {
    const image = pathOf(about);
    if (image !== undefined) this.#view.showCam(image);
  }

  async #imagesOf(clicked: unknown, selected: unknown): Promise<vscode.Uri[]> {
    if (!(await requireTrust())) return [];
    if (clicked === 'choose') return (await chooseImages()) ?? [];
    const isClicked = clicked instanceof vscode.Uri && isImageFile(clicked);
    const shown = isShowCamActive() ? this.#services.image.path : undefined;
    if (!isClicked && shown !== undefined) return [vscode.Uri.file(shown)];
    const { images } = await imagesOfCommand(isClicked ? clicked : undefined, selected);
    return images.filter(isImageFile);
  }

  /** Asks for a model if none was chosen; undefined if there is none, or no folder to keep pins in. */
  async #ofModelInUse(): Promise<PinsOf | undefined> {
    if (!(await requireTrust())) return undefined;
    const model = await this.#services.models.currentOrPick();
    const of = model === undefined ? undefined : pinsOf(model);
    if (model !== undefined && !of) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('Pinned images are kept in the workspace: open a folder first.'),
      );
    }
    return of;
  }

  /** The image of a command; without one, the user chooses a pinned image. */
  async #pinOf(of: PinsOf, about: unknown): Promise<PinnedImage | undefined> {
    try {
      const pins = await readPins(of);
      const wanted = pathOf(about) ?? (await pickPin(pins));
      return pins.find((pin) => pin.path === wanted);
    } catch (error) {
      showError(error);
      return undefined;
    }
  }

  async #labelsOf({ model }: PinsOf): Promise<readonly string[]> {
    const { session } = this.#view;
    if (session?.of.model === model && session.labels.length > 0) return session.labels;
    const { engine, variants } = this.#services;
    const options = pinOptions(variants, model);
    return (await engine.call('modelExport', [model, options])).labels;
  }
}

function isShowCamActive(): boolean {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputWebview && input.viewType.endsWith('camLens.showCam');
}

function pathOf(about: unknown): string | undefined {
  if (about instanceof vscode.Uri) return about.fsPath;
  const { path: image } = (about ?? {}) as Partial<AboutPin>;
  return typeof image === 'string' ? image : undefined;
}

async function pickPin(pins: readonly PinnedImage[]): Promise<string | undefined> {
  const items = pins.map((pin) => fileItem(pin.path, 'pinned'));
  const title = vscode.l10n.t('Pinned image');
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No image is pinned for this model.'));
    return undefined;
  }
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.file;
}

function pinnedText(images: readonly string[], added: readonly string[], model: string): string {
  const [first = ''] = images;
  if (images.length === 1) {
    return added.length === 1
      ? vscode.l10n.t('{0} is pinned for {1}.', path.basename(first), model)
      : vscode.l10n.t('{0} was already pinned for {1}.', path.basename(first), model);
  }
  return added.length === images.length
    ? vscode.l10n.t('{0} images are pinned for {1}.', added.length, model)
    : vscode.l10n.t(
        '{0} more images are pinned for {1}; the others were pinned before.',
        added.length,
        model,
      );
}

function showError(error: unknown): void {
  const { message, nextAction } = CamError.toData(error);
  void vscode.window.showErrorMessage(`${message} ${nextAction}`);
}
