import type { GivenAway } from '../../../src/cam/results/training.ts';
import { PhotoCanvas } from '../../shared/grid/photoCanvas.ts';
import { element } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import { absolutePath } from '../state/store.ts';

const SIDE_PX = 96;

/** A few small photos with a box in each. */
export class ExampleImages {
  readonly element = element('div', { class: 'example-images', 'data-testid': 'examples' });
  readonly #parts: PageParts;
  #canvases: PhotoCanvas[] = [];
  #shown: GivenAway['examples'] = [];

  constructor(parts: PageParts) {
    this.#parts = parts;
  }

  show(examples: GivenAway['examples']): void {
    if (examples === this.#shown) return;
    this.#shown = examples;
    for (const canvas of this.#canvases) canvas.forget();
    const { store, thumbnails } = this.#parts;
    this.#canvases = examples.map(({ path, photo, box }) => {
      const canvas = new PhotoCanvas(thumbnails);
      canvas.show(absolutePath(store.state, path), SIDE_PX, { photo, annotated: [], found: box });
      return canvas;
    });
    this.element.replaceChildren(...this.#canvases.map((canvas) => canvas.element));
  }
}
