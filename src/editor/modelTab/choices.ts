import * as vscode from 'vscode';
import { sidecarPath } from '../../cam/config/sidecarFile.ts';
import type { ModelInspection } from '../../cam/results/inspection.ts';
import type { VariantData } from '../../protocol/modelTab.ts';
import type { CurrentImage } from '../currentImage.ts';
import { pickImage } from '../files/imageChoice.ts';
import type { ModelChoice } from '../models/modelChoice.ts';
import type { ModelVariants } from '../models/modelVariant.ts';
import { pickOutput } from './output.ts';

/** What choosing needs from the extension. */
export interface ChoiceServices {
  context: vscode.ExtensionContext;
  models: ModelChoice;
  variants: ModelVariants;
  image: CurrentImage;
}

/** The user's choices in the tab of one model, and their effects. */
export class ModelTabChoices {
  readonly #path: string;
  readonly #services: ChoiceServices;
  #image: string | undefined;

  constructor(modelPath: string, services: ChoiceServices) {
    this.#path = modelPath;
    this.#services = services;
    // A new tab begins with the last image on show.
    this.#image = services.image.path;
  }

  /** The user's choices for the model, in place of the defaults. */
  get variant(): VariantData {
    return this.#services.variants.of(this.#path);
  }

  /** Absolute path of the image whose channels are shown; undefined if none was chosen yet. */
  get image(): string | undefined {
    return this.#image;
  }

  /** Undefined if the user chose none. */
  async chooseImage(): Promise<string | undefined> {
    const image = await pickImage(this.image);
    if (image !== undefined) {
      this.#image = image;
      await this.#services.image.use(image);
    }
    return image;
  }

  /** Another output may be behind other tensors, so the chosen tensor is dropped. */
  async chooseOutput({ model, facts }: ModelInspection): Promise<void> {
    const outputs = model?.outputs ?? facts.outputs.map(({ name }) => name);
    const output = await pickOutput(outputs, model?.output, facts.outputs);
    if (output !== undefined) await this.#choose({ ...this.#inputScale(), output });
  }

  chooseTensor(featureTensor: string): Promise<void> {
    return this.#choose({ ...this.variant, featureTensor });
  }

  chooseDefault(): Promise<void> {
    return this.#choose(this.#inputScale());
  }

  async showCam(image: string): Promise<void> {
    const { models } = this.#services;
    if (models.current() !== this.#path) await models.use(this.#path);
    await vscode.commands.executeCommand('camLens.showCam', vscode.Uri.file(image));
  }

  /** Labels in a separate file are edited there; everything else in the model's sidecar. */
  async edit(what: 'labels' | 'preprocessing', labels: ModelInspection['labels']): Promise<void> {
    const file = labels?.file;
    if (what === 'labels' && file !== undefined && file !== sidecarPath(this.#path)) {
      await vscode.window.showTextDocument(vscode.Uri.file(file));
      return;
    }
    await vscode.commands.executeCommand('camLens.editPreprocessing', this.#path);
  }

  #choose(variant: VariantData): Promise<void> {
    return this.#services.variants.choose(this.#path, variant);
  }

  /** The input scale is independent of the chosen tensor. */
  #inputScale(): VariantData {
    const { inputScale } = this.variant;
    return inputScale === undefined ? {} : { inputScale };
  }
}
