import type { MapDrawing } from '../../cam/results/brief.ts';

/** The drawing of an image; its key names the export and the picture. */
interface KeptDrawing {
  key: string;
  drawing: MapDrawing;
}

/** Drawings of pinned images, only in memory: they are made again when they come into view. */
export class PinsDrawings {
  readonly #keyOf: (path: string) => string | undefined;
  readonly #kept = new Map<string, KeptDrawing>();
  #wanted: readonly string[] = [];

  /** @param keyOf names the export and picture that the drawing of an image must have; undefined if not known yet */
  constructor(keyOf: (path: string) => string | undefined) {
    this.#keyOf = keyOf;
  }

  /** Sets the images in view, in place of the earlier ones. */
  want(paths: readonly string[]): void {
    this.#wanted = paths;
  }

  keep(path: string, drawing: MapDrawing): void {
    const key = this.#keyOf(path);
    if (key !== undefined) this.#kept.set(path, { key, drawing });
  }

  /** Whether an image in view still needs its drawing. */
  isMissing(path: string): boolean {
    return this.#wanted.includes(path) && this.#of(path) === undefined;
  }

  /** Finished drawings in view; each is returned once. */
  take(): ({ path: string } & KeptDrawing)[] {
    const taken = this.#wanted.flatMap((path) => {
      const kept = this.#of(path);
      return kept ? [{ path, ...kept }] : [];
    });
    const paths = new Set(taken.map(({ path }) => path));
    this.#wanted = this.#wanted.filter((path) => !paths.has(path));
    return taken;
  }

  /** Drops the drawings of all images except these pinned ones. */
  forgetOthers(paths: readonly string[]): void {
    const pinned = new Set(paths);
    for (const path of this.#kept.keys()) if (!pinned.has(path)) this.#kept.delete(path);
  }

  #of(path: string): KeptDrawing | undefined {
    const kept = this.#kept.get(path);
    return kept?.key === this.#keyOf(path) ? kept : undefined;
  }
}
