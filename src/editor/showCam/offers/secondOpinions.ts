import { OPINION_PICTURES } from '../../../cam/config/preprocessing.ts';
import type { SecondOpinion } from '../../../cam/results/explanation.ts';
import type { Explained } from '../../../protocol/showCam.ts';

/** The models, by path, for which the user keeps the values of pixels in use. */
const KEPT = 'camLens.keptPixels';

/** What it needs from the extension. */
export interface OpinionServices {
  /** Asks the engine; the pictures are absolute paths. */
  ask: (of: Explained, imagePaths: string[]) => Promise<SecondOpinion | undefined>;
  /** Shows an offer, or takes it away. */
  show: (opinion: SecondOpinion | undefined) => void;
  /** Writes the settings for a model. */
  use: (modelPath: string, opinion: SecondOpinion) => Promise<void>;
  memory: {
    get: <T>(key: string, fallback: T) => T;
    update: (key: string, value: unknown) => unknown;
  };
}

/**
 * Asks once about the first pictures that are shown under a model whose values of pixels are a guess, and offers what
 * the engine finds. An offer that the user declines does not come back for this model.
 */
export class SecondOpinions {
  readonly #services: OpinionServices;
  #of: Explained | undefined;
  #images: string[] = [];
  #opinion: SecondOpinion | undefined;

  constructor(services: OpinionServices) {
    this.#services = services;
  }

  /** The offer on show. */
  get opinion(): SecondOpinion | undefined {
    return this.#opinion;
  }

  /** A picture is shown. */
  async consider(explained: Explained): Promise<void> {
    const { model, explanation } = explained;
    if (this.#of?.model.version !== model.version) this.#begin(explained);
    const { guessed } = model.preprocessing;
    if (!guessed.includes('mean') || !guessed.includes('scale') || this.#isKept(model.path)) return;
    const { imagePath } = explanation;
    if (this.#images.length >= OPINION_PICTURES || this.#images.includes(imagePath)) return;
    this.#images.push(imagePath);
    if (this.#images.length < OPINION_PICTURES) return;
    const opinion = await this.#services.ask(explained, [...this.#images]);
    const isCurrent = this.#of?.model.version === model.version;
    if (opinion && isCurrent && !this.#isKept(model.path)) this.#show(opinion);
  }

  /** The user's answer to the offer. */
  async answer(answer: 'try' | 'keep'): Promise<void> {
    const [opinion, model] = [this.#opinion, this.#of?.model.path];
    if (!opinion || model === undefined) return;
    this.#show(undefined);
    if (answer === 'try') await this.#services.use(model, opinion);
    else await this.#services.memory.update(KEPT, [...this.#kept(), model]);
  }

  #begin(explained: Explained): void {
    this.#of = explained;
    this.#images = [];
    if (this.#opinion) this.#show(undefined);
  }

  #show(opinion: SecondOpinion | undefined): void {
    this.#opinion = opinion;
    this.#services.show(opinion);
  }

  #kept(): string[] {
    return this.#services.memory.get<string[]>(KEPT, []);
  }

  #isKept(modelPath: string): boolean {
    return this.#kept().includes(modelPath);
  }
}
