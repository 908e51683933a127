import path from 'node:path';
import * as vscode from 'vscode';
import { sidecarPath } from '../cam/classifier/sidecarFile.ts';
import { CamError } from '../cam/errors.ts';
import type { EngineClient } from '../engine/client.ts';
import type { ChosenVariant, ImageList, Side, ToShowCam } from '../protocol/showCam.ts';
import { actionsFor } from './errorActions.ts';
import type { LoadResult } from './explanationLoader.ts';
import { ExplanationLoader } from './explanationLoader.ts';
import { FileFollower } from './followFiles.ts';
import type { ModelVariants } from './modelVariant.ts';

/** How long after a change a file that cannot be read yet is tried again: it may be half written. */
const SECOND_TRY_MS = 1000;

/** What is to be shown: one image of the list under one model. */
export interface Subject {
  model: string;
  image: vscode.Uri;
  images: ImageList;
}

interface HalfServices {
  engine: EngineClient;
  variants: ModelVariants;
  output: vscode.LogOutputChannel;
}

/** One model of the panel: asks the engine, sends the page what it needs, follows the files. */
export class ShowCamHalf implements vscode.Disposable {
  readonly #side: Side;
  readonly #services: HalfServices;
  readonly #subject: () => Subject | undefined;
  readonly #post: (message: ToShowCam) => void;
  readonly #loader: ExplanationLoader;
  readonly #follower: FileFollower;
  readonly #subscriptions: vscode.Disposable[];
  #isDisposed = false;
  /** Files that the model on show was described from. */
  #modelFiles: string[] = [];
  #sentModel: LoadResult['model'] | undefined;
  /** What the page shows now, sent again when it is created anew. */
  #shown: ToShowCam[] = [];

  constructor(
    side: Side,
    services: HalfServices,
    subject: () => Subject | undefined,
    post: (message: ToShowCam) => void,
  ) {
    this.#side = side;
    this.#services = services;
    this.#subject = subject;
    this.#post = post;
    this.#loader = new ExplanationLoader(services.engine);
    this.#follower = new FileFollower(() => void this.refresh({ afterChange: true }));
    this.#subscriptions = [
      this.#loader,
      this.#follower,
      services.variants.onDidChange((model) => {
        if (model === this.#subject()?.model) void this.refresh();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('camLens.useColourProfile')) void this.refresh();
      }),
    ];
  }

  /** Everything that a page created anew has to be told again. */
  get shown(): readonly ToShowCam[] {
    return this.#shown;
  }

  /** The model on show. */
  get model(): LoadResult['model'] | undefined {
    return this.#sentModel;
  }

  async refresh({ afterChange = false } = {}): Promise<void> {
    const subject = this.#subject();
    if (!subject || this.#isDisposed) return;
    const { model, image, images } = subject;
    this.#post({ type: 'busy', side: this.#side, what: path.basename(image.fsPath) });
    const follow = () =>
      this.#follower.follow([image.fsPath, model, sidecarPath(model), ...this.#modelFiles]);
    follow();
    try {
      const variant = this.#services.variants.of(model);
      const result = await this.#loader.load({ model, image: image.fsPath, variant });
      if (!result || this.#isDisposed) return;
      this.#modelFiles = result.model.files;
      follow();
      this.#showResult(result, images, variant);
    } catch (error) {
      if (this.#isDisposed) return;
      if (afterChange && !isCancelled(error)) {
        setTimeout(() => void this.refresh(), SECOND_TRY_MS);
        return;
      }
      const isChosen = Object.keys(this.#services.variants.of(model)).length > 0;
      this.#showError(error, images, isChosen);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
  }

  #showResult({ model, explanation }: LoadResult, images: ImageList, variant: ChosenVariant): void {
    const side = this.#side;
    const fileName = path.basename(model.path);
    const modelMessage: ToShowCam = { type: 'model', side, model, fileName };
    const explained: ToShowCam = { type: 'explanation', side, images, explanation, variant };
    this.#shown = [modelMessage, explained];
    if (this.#sentModel !== model) this.#post(modelMessage);
    this.#sentModel = model;
    this.#post(explained);
  }

  /** @param isChosen whether another output, layer or input size was chosen of the model: it may be why */
  #showError(error: unknown, images: ImageList, isChosen: boolean): void {
    const data = CamError.toData(error);
    if (data.code === 'internal') this.#services.output.error(error as Error);
    const actions = [...(isChosen ? ['defaultVariant' as const] : []), ...actionsFor(data)];
    const failed: ToShowCam = { type: 'error', side: this.#side, error: data, images, actions };
    this.#shown = [failed];
    this.#sentModel = undefined;
    this.#post(failed);
  }
}

function isCancelled(error: unknown): boolean {
  return CamError.is(error) && error.code === 'cancelled';
}
