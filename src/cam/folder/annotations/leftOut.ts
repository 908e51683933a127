import { CamError } from '../../base/errors.ts';
import type { LeftOutAnnotations } from '../../results/units.ts';

/** Reasons that are kept; more are only counted. */
const MAX_REASONS = 20;

/** Collects what of annotations cannot be used, so that the rest can. */
export class LeftOut {
  #count = 0;
  readonly #first: CamError[] = [];

  add(reason: CamError): void {
    this.#count++;
    if (this.#first.length < MAX_REASONS) this.#first.push(reason);
  }

  /** What is read, or undefined and a reason more. */
  orReason<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!CamError.is(error)) throw error;
      this.add(error);
      return undefined;
    }
  }

  /** Also what another one has. */
  addAll(other: LeftOut): void {
    this.#count += other.#count;
    this.#first.push(...other.#first.slice(0, MAX_REASONS - this.#first.length));
  }

  /** The reason for the first; undefined if everything could be used. */
  get first(): CamError | undefined {
    return this.#first[0];
  }

  /** Absolute paths of the files that the reasons are about. */
  get files(): readonly string[] {
    return [...new Set(this.#first.flatMap(({ file }) => file ?? []))];
  }

  report(): LeftOutAnnotations {
    return { count: this.#count, reasons: this.#first.map(({ message }) => message) };
  }
}

/** As `orReason` for what is read later. */
export async function orLeftOut<T>(
  reading: Promise<T | undefined>,
  leftOut: LeftOut,
): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!CamError.is(error)) throw error;
    leftOut.add(error);
    return undefined;
  }
}
