import type { PinDrawing } from '../../cam/results/pins.ts';

/** The drawing of an image, and of which export and picture it is. */
interface KeptDrawing {
  key: string;
  drawing: PinDrawing;
}

/** Drawings of pinned images, in memory alone: they are made anew when someone looks at them. */
export class PinsDrawings {
  readonly #keyOf: (path: string) => string | undefined;
  readonly #kept = new Map<string, KeptDrawing>();
  #wanted: readonly string[] = [];

  /** @param keyOf of which export and picture the drawing of an image has to be; undefined while that is not known */
  constructor(keyOf: (path: string) => string | undefined) {
    this.#keyOf = keyOf;
  }

  /** These images are looked at, in place of those of before. */
  want(paths: readonly string[]): void {
    this.#wanted = paths;
  }

  keep(path: string, drawing: PinDrawing): void {
    const key = this.#keyOf(path);
    if (key !== undefined) this.#kept.set(path, { key, drawing });
  }

  /** Whether an image is looked at whose drawing has yet to be made. */
  isMissing(path: string): boolean {
    return this.#wanted.includes(path) && this.#of(path) === undefined;
  }

  /** Drawings that are looked at and are there; each is given once. */
  take(): ({ path: string } & KeptDrawing)[] {
    const taken = this.#wanted.flatMap((path) => {
      const kept = this.#of(path);
      return kept ? [{ path, ...kept }] : [];
    });
    const paths = new Set(taken.map(({ path }) => path));
    this.#wanted = this.#wanted.filter((path) => !paths.has(path));
    return taken;
  }

  /** Only these images are pinned. */
  forgetOthers(paths: readonly string[]): void {
    const pinned = new Set(paths);
    for (const path of this.#kept.keys()) if (!pinned.has(path)) this.#kept.delete(path);
  }

  #of(path: string): KeptDrawing | undefined {
    const kept = this.#kept.get(path);
    return kept?.key === this.#keyOf(path) ? kept : undefined;
  }
}
