import { fileNameOf } from '../../shared/format/fileName.ts';
import { PhotoCanvas } from '../../shared/grid/photoCanvas.ts';
import { element } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import { absolutePath } from '../state/store.ts';

/** Images of a cluster that are shown: the most typical ones. */
const SHOWN = 3;

/** Side of an image in CSS pixels; `evidence.css` has the same. */
const SIDE_PX = 84;

/** The most typical images of a cluster; a click shows the map of the class. */
export class ClusterImages {
  readonly element = element('span', { class: 'cluster-images' });
  readonly #canvases: PhotoCanvas[] = [];

  /** @param paths relative to the folder, the most typical first */
  constructor(
    { store, host, thumbnails }: PageParts,
    paths: readonly string[],
    classIndex: number,
  ) {
    for (const relative of paths.slice(0, SHOWN)) {
      const path = absolutePath(store.state, relative);
      const canvas = new PhotoCanvas(thumbnails);
      const open = element(
        'button',
        { type: 'button', title: relative, 'aria-label': fileNameOf(relative) },
        canvas.element,
      );
      open.addEventListener('click', () =>
        host.post({ type: 'showCam', path, classIndex, contrastClass: undefined }),
      );
      this.element.append(open);
      this.#canvases.push(canvas);
      canvas.show(path, SIDE_PX);
    }
  }

  forget(): void {
    for (const canvas of this.#canvases) canvas.forget();
  }
}
