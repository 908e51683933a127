import type { ShownPicture } from '../../../cam/evaluate/doctor/shownPictures.ts';
import { reasonToExamine } from '../../../cam/evaluate/doctor/shownPictures.ts';
import type { ModelDescription } from '../../../cam/results/explanation.ts';

/** The models, by path, of which it was said. */
const TOLD = 'camLens.examinationOffered';

/** What it needs from the extension. */
export interface ExaminationServices {
  /** Says why, and offers to evaluate the folder of the picture. */
  offer: (reason: string, modelPath: string, imagePath: string) => void;
  memory: {
    get: <T>(key: string, fallback: T) => T;
    update: (key: string, value: unknown) => unknown;
  };
}

/** A picture under a model, its first class, and the class that its folder names. */
export interface JudgedPicture {
  model: Pick<ModelDescription, 'path' | 'version'>;
  imagePath: string;
  expected: number | undefined;
  predicted: number | undefined;
}

/**
 * Says once for each model that hardly any of the pictures that were shown are what their folders say: its preprocessing
 * or its labels may not fit.
 */
export class ExaminationOffers {
  readonly #services: ExaminationServices;
  #version: string | undefined;
  #shown: ShownPicture[] = [];

  constructor(services: ExaminationServices) {
    this.#services = services;
  }

  /** A picture is shown. */
  consider({ model, imagePath, expected, predicted }: JudgedPicture): void {
    if (model.version !== this.#version) this.#shown = [];
    this.#version = model.version;
    if (expected === undefined || predicted === undefined) return;
    this.#shown.push({ path: imagePath, expected, predicted });
    const reason = reasonToExamine(this.#shown);
    const { memory, offer } = this.#services;
    const told = memory.get<string[]>(TOLD, []);
    if (reason === undefined || told.includes(model.path)) return;
    memory.update(TOLD, [...told, model.path]);
    offer(reason, model.path, imagePath);
  }
}
