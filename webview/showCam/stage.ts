import type { Rect, Size } from '../../src/cam/image/geometry.ts';
import { boxInPhoto, mapArea } from '../../src/cam/maps/box.ts';
import { context2d, element, setAttributes } from '../dom.ts';
import { strings } from '../strings.ts';
import { fileNameOf } from './fileName.ts';
import { formatNumber } from './format.ts';
import { OverlayRenderer } from './overlayRenderer.ts';
import { cellRect, drawBox, drawCell, drawSeen } from './stageMarks.ts';
import type { Loaded, PageState, Store } from './store.ts';
import { titleOf } from './titles.ts';
import type { Viewport } from './viewport.ts';
import { viewportOf } from './viewport.ts';

/** From this magnification on (device pixels per photo pixel) the photo's pixels are drawn as squares. */
const CRISP_FROM = 4;

/** The picture with its map: one canvas that composes photo, map and marks. */
export class Stage {
  readonly canvas = element('canvas', {
    class: 'stage-canvas',
    'data-testid': 'stage-canvas',
    tabindex: 0,
    role: 'img',
    'aria-describedby': 'help-text',
  });
  readonly element = element('div', { class: 'stage' }, this.canvas);
  readonly #overlay = new OverlayRenderer();
  readonly #store: Store;
  readonly #onFirstFrame: (loaded: Loaded) => void;
  #size: Size = { width: 0, height: 0 };
  #announced: Loaded | undefined;

  constructor(store: Store, onFirstFrame: (loaded: Loaded) => void) {
    this.#store = store;
    this.#onFirstFrame = onFirstFrame;
    store.listen((state) => this.draw(state));
    new ResizeObserver(() => this.#resize()).observe(this.element);
  }

  /** Size in CSS pixels. */
  get size(): Size {
    return this.#size;
  }

  viewport(): Viewport | undefined {
    const { loaded, view } = this.#store.state;
    return loaded && viewportOf(this.#size, loaded.explanation.geometry.photo, view);
  }

  draw(state: PageState): void {
    const { loaded } = state;
    this.#fitCanvas();
    const context = context2d(this.canvas);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const viewport = this.viewport();
    if (loaded === undefined || viewport === undefined || this.#size.width === 0) return;
    const perPixel = window.devicePixelRatio;
    const scale = viewport.scale * perPixel;
    context.setTransform(
      scale,
      0,
      0,
      scale,
      viewport.originX * perPixel,
      viewport.originY * perPixel,
    );
    this.#drawPicture(context, loaded, state, scale);
    this.#drawMarks(context, loaded, state, perPixel / scale);
    this.#describe(state, loaded);
    if (this.#announced !== loaded) {
      this.#announced = loaded;
      this.#onFirstFrame(loaded);
    }
  }

  #drawPicture(
    context: CanvasRenderingContext2D,
    { explanation, picture, maps }: Loaded,
    { view, peek }: PageState,
    scale: number,
  ): void {
    const { geometry } = explanation;
    const layer = peek ? 'picture' : view.layer;
    if (layer !== 'map') {
      context.imageSmoothingEnabled = scale < CRISP_FROM;
      context.imageSmoothingQuality = scale < 1 ? 'high' : 'low';
      context.drawImage(picture, 0, 0, geometry.photo.width, geometry.photo.height);
    }
    if (layer === 'picture') return;
    const area = mapArea(geometry);
    const { map, limit } = maps.shown(view);
    const { colormap, interpolation } = view;
    const seeThrough = layer === 'overlay';
    const overlay = this.#overlay.render({ map, limit, colormap, interpolation, seeThrough, area });
    context.save();
    context.beginPath();
    context.rect(0, 0, geometry.photo.width, geometry.photo.height);
    if (layer === 'overlay') context.clip();
    context.globalAlpha = layer === 'overlay' ? view.opacity : 1;
    context.imageSmoothingEnabled = interpolation === 'bilinear';
    context.imageSmoothingQuality = 'low';
    context.drawImage(overlay, area.x, area.y, area.width, area.height);
    context.restore();
  }

  #drawMarks(
    context: CanvasRenderingContext2D,
    loaded: Loaded,
    { view, cell, peek }: PageState,
    pixel: number,
  ): void {
    const { geometry, featureMap } = loaded.explanation;
    drawSeen(context, geometry, pixel);
    if (peek) return;
    if (view.showBox) {
      const box = this.box(loaded, view.boxThreshold);
      if (box) drawBox(context, box, pixel);
    }
    if (cell) drawCell(context, cellRect(cell, featureMap, geometry), pixel);
  }

  #boxes = new WeakMap<object, Map<number, Rect | undefined>>();

  /** The box of the map on the stage, in photo pixels; kept per map and threshold. */
  box(loaded: Loaded, threshold: number): Rect | undefined {
    const { map } = loaded.maps.shown(this.#store.state.view);
    const known = this.#boxes.get(map) ?? new Map<number, Rect | undefined>();
    this.#boxes.set(map, known);
    if (!known.has(threshold)) {
      known.set(threshold, boxInPhoto(map, loaded.explanation.geometry, threshold));
    }
    return known.get(threshold);
  }

  #describe(state: PageState, loaded: Loaded): void {
    const shown = loaded.maps.shown(state.view);
    setAttributes(this.canvas, {
      'aria-label': strings.stageDescription(
        titleOf(shown, loaded.model.model.labels.value),
        fileNameOf(loaded.explanation.imagePath),
        formatNumber(shown.min),
        formatNumber(shown.max),
      ),
    });
  }

  /** Also the density of the screen changes, when the window moves to another one. */
  #fitCanvas(): void {
    const { width, height } = this.#size;
    const columns = Math.round(width * window.devicePixelRatio);
    const rows = Math.round(height * window.devicePixelRatio);
    if (this.canvas.width === columns && this.canvas.height === rows) return;
    this.canvas.width = columns;
    this.canvas.height = rows;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    this.#size = { width, height };
    this.draw(this.#store.state);
    // Others show the magnification, which has changed with the size.
    this.#store.update({});
  }
}
