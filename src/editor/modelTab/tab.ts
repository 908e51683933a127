import path from 'node:path';
import * as vscode from 'vscode';
import type { CamErrorData } from '../../cam/base/errors.ts';
import { CamError, isOnlyNoCam, orRefusal } from '../../cam/base/errors.ts';
import { isRecordedPathAllowed } from '../../cam/base/recordedPath.ts';
import { configFilesBeside } from '../../cam/config/sidecarFile.ts';
import type { ModelFacts, ModelInspection, TensorMaps } from '../../cam/results/inspection.ts';
import type { EngineClient } from '../../engine/client.ts';
import type {
  FromModelTab,
  ModelTabAction,
  ModelTabRequests,
  ToModelTab,
  VariantData,
} from '../../protocol/modelTab.ts';
import type { ModelCodes } from '../code/found/modelCode.ts';
import { ModelTabCode } from '../code/modelTabCode.ts';
import { FollowedReading } from '../files/followedReading.ts';
import { mayBeUnfinished } from '../files/unfinishedFiles.ts';
import { watchFiles } from '../files/watchFiles.ts';
import { actionsFor } from '../panels/errorActions.ts';
import { Panel } from '../panels/panel.ts';
import { RequestHandler } from '../panels/requestHandler.ts';
import type { ChoiceServices } from './choices.ts';
import { ModelTabChoices } from './choices.ts';
import { ModelTabLoader } from './loader.ts';

/** What a model tab needs from the extension. */
export interface ModelTabServices extends ChoiceServices {
  engine: EngineClient;
  codes: ModelCodes;
  output: vscode.LogOutputChannel;
}

/** The tab of one `.onnx` file: asks the engine, sends its answers to the page, follows the files. */
export class ModelTab extends Panel<ToModelTab, FromModelTab> {
  static readonly viewType = 'camLens.model';

  readonly #uri: vscode.Uri;
  readonly #path: string;
  readonly #services: ModelTabServices;
  readonly #loader: ModelTabLoader;
  readonly #choices: ModelTabChoices;
  readonly #code: ModelTabCode;
  readonly #reading: FollowedReading;
  readonly #requests: RequestHandler<ModelTabRequests>;
  #isWaiting = false;
  #inspection: ModelInspection | undefined;
  /** The layer to choose as soon as there is a page. */
  #toSelect: string | undefined;

  constructor(panel: vscode.WebviewPanel, uri: vscode.Uri, services: ModelTabServices) {
    super(panel, services);
    const { engine, variants } = services;
    this.#uri = uri;
    this.#path = uri.fsPath;
    this.#services = services;
    this.#loader = new ModelTabLoader(engine, this.#path);
    this.#choices = new ModelTabChoices(this.#path, services);
    this.#code = new ModelTabCode(services.codes, this.#path, (message) => this.post(message));
    this.#requests = new RequestHandler<ModelTabRequests>(
      {
        layerGraph: () =>
          this.#loader.layerGraph(this.#choices.variant, vscode.workspace.isTrusted),
        firstFilters: () => this.#loader.firstFilters(this.#choices.variant),
        methods: () => this.#loader.methods(this.#choices.variant),
        channels: ({ tensor }) => this.#channels(tensor),
        useForShowCam: async ({ tensor }) => {
          await this.#useForShowCam(tensor);
          return undefined;
        },
      },
      (reply) => this.post(reply),
      (error) => this.dataOf(error),
    );
    this.#reading = new FollowedReading(
      {
        read: (isPatient) => this.#read(isPatient),
        wait: (file) => this.#wait(file),
        fail: (error) => this.#showError(error),
      },
      watchFiles,
    );
    this.parts.add(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.post(this.#start());
        void this.#refresh();
      }),
      variants.onDidChange((model) => {
        if (model === this.#path) void this.#refresh();
      }),
      this.#loader,
      this.#code,
      this.#reading,
    );
    this.open('modelTab');
    this.#followFiles([]);
    void this.#refresh();
  }

  /** Absolute path of the model. */
  get path(): string {
    return this.#path;
  }

  /** Chooses a layer in the table. */
  select(tensor: string): void {
    if (this.page.isReady) this.post({ type: 'select', tensor });
    else this.#toSelect = tensor;
  }

  #selection(): ToModelTab[] {
    const tensor = this.#toSelect;
    this.#toSelect = undefined;
    return tensor === undefined ? [] : [{ type: 'select', tensor }];
  }

  protected override begin(): ToModelTab[] {
    return [this.#start(), this.#imageMessage(), ...this.#selection()];
  }

  async #refresh(): Promise<void> {
    if (this.isDisposed) return;
    if (this.#uri.scheme !== 'file') return this.#showError(notOnDisk(this.#uri));
    this.#isWaiting = false;
    await this.#reading.read();
  }

  /** @param isPatient throw a refusal that may be due to a file that is being written */
  async #read(isPatient: boolean): Promise<void> {
    if (!this.#isWaiting) this.post({ type: 'reading' });
    const { variant } = this.#choices;
    for await (const part of this.#loader.load(variant, vscode.workspace.isTrusted)) {
      if (this.isDisposed) return;
      switch (part.type) {
        case 'facts':
          // While a new state of the file is inspected, the page keeps the complete old one.
          if (this.#inspection === undefined || !vscode.workspace.isTrusted) {
            this.page.showAlone(part);
          }
          this.#followFiles(this.#weightsOf(part.facts));
          break;
        case 'inspection': {
          const { error } = part.inspection.verdict;
          if (isPatient && error && mayBeUnfinished(error)) throw new CamError(error);
          this.#showInspection(part.inspection, variant);
          break;
        }
        case 'hash':
          this.page.show(part);
          break;
        default:
          part satisfies never;
      }
    }
  }

  /** A new state of the file replaces everything about the old one. */
  #showInspection(inspection: ModelInspection, variant: VariantData): void {
    const { error } = inspection.verdict;
    this.#isWaiting = false;
    this.#inspection = inspection;
    const actions = error && !isOnlyNoCam(error, variant.featureTensor) ? actionsAbout(error) : [];
    this.page.showAlone({ type: 'inspection', inspection, variant, actions });
    this.#followInspected(inspection);
  }

  #wait(file: string): void {
    this.#isWaiting = true;
    this.page.show({ type: 'waiting', fileName: path.basename(file) });
  }

  /** @param others relative to the model, or absolute */
  #followFiles(others: string[]): void {
    const folder = path.dirname(this.#path);
    const files = others.map((file) => path.resolve(folder, file));
    this.#reading.follow([this.#path, ...configFilesBeside(this.#path), ...files]);
  }

  #followInspected({ facts, labels, preprocessing, model, verdict }: ModelInspection): void {
    const sources = [labels?.file, preprocessing?.file, verdict.error?.file].filter(
      (file) => file !== undefined,
    );
    this.#followFiles([...this.#weightsOf(facts), ...sources, ...(model?.files ?? [])]);
  }

  /** Those in the model's folder: others are refused by the engine, and looking for them may already ask another machine. */
  #weightsOf({ externalFiles }: ModelFacts): string[] {
    const reader = { isTrusted: false, folders: [path.dirname(this.#path)] };
    return externalFiles
      .map(({ location }) => location)
      .filter((location) => isRecordedPathAllowed(location, reader));
  }

  #showError(error: unknown): void {
    const data = this.dataOf(error);
    this.#isWaiting = false;
    this.page.forget('waiting');
    const actions = actionsAbout(data);
    const { output, featureTensor } = this.#choices.variant;
    const isVariant = output !== undefined || featureTensor !== undefined;
    this.page.show({
      type: 'failed',
      error: data,
      actions: isVariant ? ['defaultVariant', ...actions] : actions,
    });
  }

  protected override receive(message: FromModelTab): void {
    switch (message.type) {
      case 'ready':
        this.#requests.clear();
        this.page.ready();
        break;
      case 'action':
        void this.#act(message.action);
        break;
      case 'manageTrust':
        void vscode.commands.executeCommand('workbench.trust.manage');
        break;
      case 'showCam':
        void this.#showCam({ ask: true });
        break;
      case 'classUnits':
        void vscode.commands.executeCommand('camLens.classUnits', {
          modelPath: this.#path,
          classIndex: message.classIndex,
        });
        break;
      case 'evaluate':
        void vscode.commands.executeCommand('camLens.evaluateFolder', { modelPath: this.#path });
        break;
      case 'chooseOutput':
        if (this.#inspection) void this.#choices.chooseOutput(this.#inspection);
        break;
      case 'edit':
        void this.#choices.edit(message.what, this.#inspection?.labels);
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        break;
      case 'chooseImage':
        void this.#chooseImage();
        break;
      case 'request':
      case 'cancel':
        if (vscode.workspace.isTrusted || isSafe(message)) this.#requests.receive(message);
        break;
      case 'askCode':
        void this.#code.tell(message.tensor);
        break;
      case 'goToCode':
        void this.#code.open(message.tensor, message.part, this.#inspection);
        break;
      case 'drawn':
        this.#services.output.debug(
          `${message.part} of ${path.basename(this.#path)} drawn after ${message.durationMs.toFixed(0)} ms`,
        );
        break;
      default:
        message satisfies never;
    }
  }

  async #act(action: ModelTabAction): Promise<void> {
    switch (action) {
      case 'retry':
        return this.#refresh();
      case 'editPreprocessing':
        return this.#choices.edit('preprocessing', undefined);
      case 'defaultVariant':
        return this.#choices.chooseDefault();
      default:
        action satisfies never;
    }
  }

  #imageMessage(): ToModelTab {
    const { image } = this.#choices;
    return { type: 'image', name: image === undefined ? undefined : path.basename(image) };
  }

  /** Undefined if the user chose none. */
  async #chooseImage(): Promise<string | undefined> {
    const image = await this.#choices.chooseImage();
    if (image !== undefined) this.post(this.#imageMessage());
    return image;
  }

  /** @param ask for the image, even if one was chosen before */
  async #showCam({ ask }: { ask: boolean }): Promise<void> {
    const image = (ask ? undefined : this.#choices.image) ?? (await this.#chooseImage());
    if (image !== undefined) await this.#choices.showCam(image);
  }

  async #channels(tensor: string): Promise<TensorMaps> {
    const { image } = this.#choices;
    if (image === undefined) throw new Error('no image was chosen');
    return this.#loader.channels(image, tensor);
  }

  /** Shows the map made of another tensor: its CAM if the network behind it allows one, else by a method. */
  async #useForShowCam(tensor: string): Promise<void> {
    if (tensor !== this.#inspection?.model?.featureTensor) {
      const variant = { ...this.#choices.variant, featureTensor: tensor };
      const { verdict } = await this.#loader.inspect(variant);
      const { error } = verdict;
      const isByMethod = error && isOnlyNoCam(error, tensor) && (await this.#hasGradCam(variant));
      if (error && !isByMethod) throw new CamError(error);
      if (this.isDisposed) return;
      await this.#choices.chooseTensor(tensor);
    }
    void this.#showCam({ ask: false });
  }

  /** Whether the chosen layer allows a Grad-CAM. */
  async #hasGradCam(variant: VariantData): Promise<boolean> {
    const offers = await orRefusal(() => this.#loader.methods(variant));
    if (CamError.is(offers)) return false;
    const offer = offers.find(({ method }) => method === 'grad-cam');
    return offer?.reason === undefined && offer?.layer === variant.featureTensor;
  }

  #start(): ToModelTab {
    return {
      type: 'start',
      fileName: path.basename(this.#path),
      path: this.#path,
      isTrusted: vscode.workspace.isTrusted,
    };
  }
}

/** Whether a request needs no trust in the workspace: nothing is run for it. */
function isSafe(message: Extract<FromModelTab, { type: 'request' | 'cancel' }>): boolean {
  return message.type === 'cancel' || message.kind === 'layerGraph';
}

/** Another model is another tab, so it is not offered. */
function actionsAbout(error: CamErrorData): ModelTabAction[] {
  return actionsFor(error).filter((action) => action === 'retry' || action === 'editPreprocessing');
}

function notOnDisk(uri: vscode.Uri): CamError {
  return new CamError({
    code: 'fileNotFound',
    message: vscode.l10n.t(
      '{0} is not a file on this disk ({1}:), so it cannot be read.',
      path.basename(uri.path),
      uri.scheme,
    ),
    nextAction: vscode.l10n.t('Open the file from a folder on disk.'),
  });
}
