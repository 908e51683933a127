import path from 'node:path';
import * as vscode from 'vscode';
import type { EngineClient } from '../../engine/client.ts';
import { cancelled } from '../../engine/errors.ts';
import type {
  ErrorAction,
  FromShowCam,
  ImageList,
  PageCommand,
  SavedPicture,
  SheetPlace,
  ShowCamChoice,
  ShowCamRequests,
  ShowCamState,
  Side,
  ToShowCam,
} from '../../protocol/showCam.ts';
import type { ModelCodes } from '../code/found/modelCode.ts';
import { goToCodeOf } from '../code/headCode.ts';
import { usesColourProfile } from '../colourProfile.ts';
import type { CurrentImage } from '../currentImage.ts';
import { saveBytes } from '../files/saveFile.ts';
import { picturesFolder } from '../files/saveFolder.ts';
import type { ModelChoice } from '../models/modelChoice.ts';
import type { ModelVariants } from '../models/modelVariant.ts';
import type { PanelServices } from '../panels/panel.ts';
import { Panel } from '../panels/panel.ts';
import { RequestHandler } from '../panels/requestHandler.ts';
import type { Subject } from './pane.ts';
import { ShowCamPane } from './pane.ts';
import { rememberedView, rememberView } from './rememberedView.ts';
import { copyPathInstead, drawFigure, saveFigure } from './saveFigure.ts';
import { ShowCamSheet } from './sheet.ts';
import type { SheetModel } from './sheetResults.ts';

/** What the panel needs from the extension. */
export interface ShowCamServices extends PanelServices {
  engine: EngineClient;
  models: ModelChoice;
  variants: ModelVariants;
  image: CurrentImage;
  codes: ModelCodes;
}

/** The *Show CAM* panel: one image under one model, or under two that are compared; or several as a contact sheet. */
export class ShowCamPanel extends Panel<ToShowCam, FromShowCam> {
  static readonly viewType = 'camLens.showCam';

  readonly #services: ShowCamServices;
  readonly #main: ShowCamPane;
  readonly #sheet: ShowCamSheet;
  readonly #requests: RequestHandler<ShowCamRequests>;
  readonly #activated = new vscode.EventEmitter<void>();
  readonly onDidActivate = this.#activated.event;
  #other: { model: string; pane: ShowCamPane } | undefined;
  #images: vscode.Uri[] = [];
  #index = 0;
  #view: ShowCamState['view'] | undefined;

  constructor(panel: vscode.WebviewPanel, services: ShowCamServices) {
    super(panel, services);
    this.#services = services;
    const subject = () => this.#subject(services.models.current());
    const post = (message: ToShowCam) => this.post(message);
    this.#sheet = new ShowCamSheet(
      { engine: services.engine, model: () => this.#sheetModel() },
      post,
    );
    this.#main = new ShowCamPane('main', services, subject, post, (version) => {
      void this.#sheet.check(version);
    });
    this.#requests = new RequestHandler<ShowCamRequests>(
      {
        save: (bytes) => saveBytes(bytes, this.#picturesFolder(), services.context),
        saveFigure: (named) =>
          saveFigure(named, this.#picturesFolder(), {
            ...services,
            copy: (saved) => this.#copySaved(saved),
          }),
        drawFigure: ({ figure }) => drawFigure(figure, 'png', services.engine),
        sheetPicture: (request, asked) => this.#sheet.picture(request, asked),
        methods: ({ side }, { signal }) => this.#paneOf(side).methods(signal),
        methodMap: (request, asked) => this.#paneOf(request.side).methodMap(request, asked),
      },
      (reply) => this.post(reply),
      (error) => this.dataOf(error),
    );
    this.#view = rememberedView(services.context.workspaceState);
    const { extensionUri } = services.context;
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icons', 'heatmap.svg');
    this.parts.add(
      panel.onDidChangeViewState(() => {
        if (!panel.active) return;
        this.#activated.fire();
        this.#useImage();
      }),
      this.#activated,
      services.models.onDidChange(() => void this.#main.refresh()),
      this.#main,
      this.#sheet,
    );
    this.open('showCam');
  }

  static create(services: ShowCamServices): ShowCamPanel {
    const settings = vscode.workspace.getConfiguration('camLens.showCam');
    const isBeside = settings.get('openIn') !== 'active';
    const viewColumn = isBeside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const column = { viewColumn, preserveFocus: true };
    const title = vscode.l10n.t('Show CAM');
    return new ShowCamPanel(
      vscode.window.createWebviewPanel(ShowCamPanel.viewType, title, column),
      services,
    );
  }

  /**
   * Shows the maps of one of the images; the arrow keys step to the others. Several are shown as a contact sheet.
   * @param choice what to show in place of the top class; `image`: the image itself, also if there are several
   */
  async show(images: vscode.Uri[], index: number, choice?: ShowCamChoice | 'image'): Promise<void> {
    this.#images = images;
    this.#index = index;
    this.#sheet.show(images, index, choice === undefined);
    this.#main.useImages(images.map(({ fsPath }) => fsPath));
    if (!this.panel.visible) this.panel.reveal(undefined, true);
    this.#forgetChoicesOfImage();
    const shown = choice === 'image' ? undefined : choice;
    if (shown) {
      const { classIndex, pooledChannel, contrastClass } = shown;
      this.#view = {
        ...this.#view,
        contrastClass,
        selectedClass: classIndex,
        selectedChannel: pooledChannel,
      };
    }
    this.post(this.#start());
    await this.#refresh();
    // Sent again: a page that already shows this image keeps its own view; a page of another model drops it.
    if (shown) this.post({ type: 'choose', ...shown });
  }

  /** Brings a panel back after a window reload. */
  async restore(state: ShowCamState): Promise<void> {
    this.#images = state.imageUris.map((uri) => vscode.Uri.parse(uri));
    this.#index = state.index;
    this.#view = state.view;
    this.#sheet.show(this.#images, state.sheet?.chosen ?? 0, state.sheet?.isOpen ?? false);
    if (state.otherModelPath !== undefined) this.#compareWith(state.otherModelPath);
    if (this.#services.models.current() === undefined && state.modelPath !== undefined) {
      await this.#services.models.use(state.modelPath);
      await this.#other?.pane.refresh();
      return;
    }
    await this.#refresh();
  }

  tell(command: PageCommand): void {
    this.post({ type: 'command', command });
  }

  /** Lets the user choose a second model and shows the same image under both. */
  async compare(): Promise<void> {
    const current = this.#services.models.current();
    if (current === undefined) return;
    const model = await this.#services.models.pickToCompare(current);
    if (model === undefined || this.isDisposed) return;
    this.#compareWith(model);
    await this.#other?.pane.refresh();
  }

  override dispose(): void {
    this.#other?.pane.dispose();
    super.dispose();
  }

  async #refresh(): Promise<void> {
    const image = this.#images[this.#index];
    if (!image || this.isDisposed) return;
    this.panel.title = this.#sheet.titleOf(image.fsPath);
    this.#useImage();
    await Promise.all([this.#main.refresh(), this.#other?.pane.refresh()]);
  }

  /** Commands without an image use the image on show, or the one that is chosen on the sheet. */
  #useImage(): void {
    const { place } = this.#sheet;
    const image = this.#images[place?.isOpen ? place.chosen : this.#index];
    if (image) void this.#services.image.use(image.fsPath);
  }

  #subject(model: string | undefined): Subject | undefined {
    const image = this.#images[this.#index];
    if (!image || model === undefined) return undefined;
    return { model, image, images: this.#imageList(), preferred: this.#view?.method };
  }

  #compareWith(model: string): void {
    this.#other?.pane.dispose();
    const subject = () => this.#subject(model);
    const post = (message: ToShowCam) => this.post(message);
    this.#other = { model, pane: new ShowCamPane('other', this.#services, subject, post) };
    this.post(this.#comparison());
  }

  #stopComparing(): void {
    this.#other?.pane.dispose();
    this.#other = undefined;
    this.post(this.#comparison());
  }

  /** Exchanges the model in use and the one that it is compared with. */
  async #swap(): Promise<void> {
    const main = this.#services.models.current();
    const other = this.#other?.model;
    if (main === undefined || other === undefined) return;
    this.#compareWith(main);
    await this.#services.models.use(other);
    await this.#other?.pane.refresh();
  }

  protected override receive(message: FromShowCam): void {
    switch (message.type) {
      case 'ready':
        this.#requests.clear();
        this.page.ready();
        break;
      case 'showImage':
        this.#index = Math.min(Math.max(0, message.index), this.#images.length - 1);
        void this.#refresh();
        break;
      case 'action':
        void this.#act(message.side, message.action);
        break;
      case 'compare':
        if (message.request === 'choose') void this.compare();
        else if (message.request === 'swap') void this.#swap();
        else this.#stopComparing();
        break;
      case 'before':
        this.#main.changeBefore(message.request);
        break;
      case 'chooseExport':
        this.#main.chooseExport(message.number);
        break;
      case 'opinion':
        this.#main.answerOpinion(message.answer);
        break;
      case 'labels':
        void vscode.commands.executeCommand('camLens.addLabels', this.#modelOf('main'));
        break;
      case 'classUnits': {
        const target = {
          modelPath: this.#services.models.current(),
          classIndex: message.classIndex,
        };
        void vscode.commands.executeCommand('camLens.classUnits', target);
        break;
      }
      case 'goToCode': {
        const pane = message.side === 'main' ? this.#main : this.#other?.pane;
        if (pane?.model) void goToCodeOf(this.#services.codes, pane.model, message.what);
        break;
      }
      case 'variant': {
        const model = this.#modelOf(message.side);
        if (model !== undefined) void this.#services.variants.choose(model, message.variant);
        break;
      }
      case 'request':
      case 'cancel':
        this.#requests.receive(message);
        break;
      case 'savedCopied':
        this.page.forget('copySaved');
        if (!message.isCopied) void copyPathInstead(message.path);
        break;
      case 'viewChanged':
        rememberView(this.#services.context.workspaceState, message.view, this.#view);
        this.#view = message.view;
        if (message.sheet) this.#place(message.sheet);
        break;
      case 'drawn':
        this.#services.output.debug(`drawn ${message.durationMs.toFixed(0)} ms after the numbers`);
        break;
      default:
        message satisfies never;
    }
  }

  async #act(side: Side, action: ErrorAction): Promise<void> {
    switch (action) {
      case 'retry':
        return side === 'main' ? this.#main.refresh() : this.#other?.pane.refresh();
      case 'chooseModel':
        if (side === 'main') await this.#services.models.pick();
        else await this.compare();
        return;
      case 'previousModel':
        if (this.#main.lastGood !== undefined) await this.#services.models.use(this.#main.lastGood);
        return;
      case 'editPreprocessing':
        await vscode.commands.executeCommand('camLens.editPreprocessing', this.#modelOf(side));
        return;
      case 'defaultVariant': {
        const model = this.#modelOf(side);
        if (model !== undefined) await this.#services.variants.choose(model, {});
        return;
      }
      default:
        action satisfies never;
    }
  }

  /** The user has gone from the contact sheet to an image, back, or to another one on the sheet. */
  #place(place: SheetPlace): void {
    this.#sheet.place = place;
    const image = this.#images[this.#index];
    if (image) this.panel.title = this.#sheet.titleOf(image.fsPath);
    if (this.panel.active) this.#useImage();
  }

  #sheetModel(): SheetModel {
    const { models, variants } = this.#services;
    const path = models.current() ?? '';
    return { path, options: { ...variants.of(path), useColourProfile: usesColourProfile() } };
  }

  /** The page copies it, and needs the focus; one that is hidden gets the message when it is shown. */
  #copySaved(saved: SavedPicture): void {
    if (this.isDisposed) {
      void copyPathInstead(saved.path);
      return;
    }
    this.postShown({ type: 'copySaved', saved });
    this.panel.reveal();
  }

  #picturesFolder(): string {
    return picturesFolder(this.#images[this.#index]?.fsPath ?? '', this.#main.isInClassFolder);
  }

  /** @throws CamError `cancelled` if the model is no longer compared. */
  #paneOf(side: Side): ShowCamPane {
    const pane = side === 'main' ? this.#main : this.#other?.pane;
    if (!pane) throw cancelled();
    return pane;
  }

  #modelOf(side: Side): string | undefined {
    return side === 'main' ? this.#services.models.current() : this.#other?.model;
  }

  /** Another selection starts with its own top class; how maps are drawn stays. */
  #forgetChoicesOfImage(): void {
    if (!this.#view) return;
    this.#view = {
      ...this.#view,
      selectedClass: undefined,
      contrastClass: undefined,
      selectedChannel: undefined,
      otherClass: undefined,
      scaleLimit: undefined,
      zoom: 1,
      panX: 0,
      panY: 0,
    };
  }

  #imageList(): ImageList {
    return {
      names: this.#images.map((uri) => path.basename(uri.fsPath)),
      index: this.#index,
    };
  }

  #start(): ToShowCam {
    return {
      type: 'start',
      images: this.#imageList(),
      state: {
        imageUris: this.#images.map(String),
        index: this.#index,
        modelPath: this.#services.models.current(),
        otherModelPath: this.#other?.model,
        sheet: this.#sheet.place,
        view: this.#view ?? {},
      },
    };
  }

  #comparison(): ToShowCam {
    const model = this.#other?.model;
    const otherModel =
      model === undefined ? undefined : { path: model, fileName: path.basename(model) };
    return { type: 'comparison', otherModel };
  }

  protected override begin(): ToShowCam[] {
    const shown = [...this.#main.shown, ...(this.#other?.pane.shown ?? [])];
    return [this.#start(), this.#comparison(), ...shown];
  }
}
