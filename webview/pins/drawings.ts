import type { MapDrawing } from '../../src/cam/results/brief.ts';
import type { PinRow, ToPins } from '../../src/protocol/pins.ts';
import type { Host } from './host.ts';

/** The maps of the images. A map is requested when its image is in view and the page has none or an old one. */
export class Drawings {
  readonly #host: Host;
  readonly #known = new Map<string, { key: string; drawing: MapDrawing }>();
  readonly #inSight = new Map<string, { row: PinRow; onArrival: () => void }>();
  #asked = new Set<string>();
  #timer = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The newest drawing, perhaps from an earlier export. */
  get(path: string): MapDrawing | undefined {
    return this.#known.get(path)?.drawing;
  }

  /** The image is in view; `onArrival` is called when its map has arrived. */
  want(row: PinRow, onArrival: () => void): void {
    this.#inSight.set(row.path, { row, onArrival });
    this.#timer ||= window.setTimeout(() => {
      this.#timer = 0;
      this.#ask();
    });
  }

  /** The image is out of view. */
  forget(path: string): void {
    this.#inSight.delete(path);
  }

  receive({ path, key, drawing }: Extract<ToPins, { type: 'drawing' }>): void {
    this.#known.set(path, { key, drawing });
    this.#inSight.get(path)?.onArrival();
  }

  /** Drops the maps of all images except these pinned ones. */
  keep(paths: ReadonlySet<string>): void {
    for (const path of this.#known.keys()) if (!paths.has(path)) this.#known.delete(path);
  }

  #ask(): void {
    const missing = [...this.#inSight.values()]
      .map(({ row }) => row)
      .filter(({ path, drawingKey }) => drawingKey && this.#known.get(path)?.key !== drawingKey);
    const wanted = missing.map(({ path, drawingKey }) => `${path} ${drawingKey}`);
    const isNew = wanted.some((name) => !this.#asked.has(name));
    this.#asked = new Set(wanted);
    if (isNew) this.#host.post({ type: 'draw', paths: missing.map(({ path }) => path) });
  }
}
