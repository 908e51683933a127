import type { Size } from '../../../src/cam/base/geometry.ts';
import { OverlayRenderer } from '../../shared/map/overlayRenderer.ts';
import { drawBox, drawCell, drawSeen } from '../../shared/map/stageMarks.ts';
import { context2d, element, setAttributes } from '../../shared/widgets/dom.ts';
import type { Loaded, PageState, Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import type { Viewport } from '../state/viewport.ts';
import { viewportOf, visibleSpan } from '../state/viewport.ts';
import type { Scene } from './scene.ts';

/** From this magnification on (screen pixels per photo pixel) the photo's pixels are drawn as squares. */
const CRISP_FROM = 3;

export interface StageOptions {
  /** The scene to draw; undefined while there is none. */
  sceneOf: (state: PageState) => Scene | undefined;
  /** The scene left of the divider, of the same photo; undefined without a divider. */
  leftOf?: (state: PageState) => Scene | undefined;
  testId: string;
  onFirstFrame?: (loaded: Loaded) => void;
}

/** A picture with a map: one canvas that composes photo, map and marks. */
export class Stage {
  readonly canvas: HTMLCanvasElement;
  readonly element: HTMLElement;
  readonly #overlay = new OverlayRenderer();
  readonly #leftOverlay = new OverlayRenderer();
  readonly #store: Store;
  readonly #options: StageOptions;
  #size: Size = { width: 0, height: 0 };
  #announced: Loaded | undefined;

  constructor(store: Store, options: StageOptions) {
    this.#store = store;
    this.#options = options;
    this.canvas = element('canvas', {
      class: 'stage-canvas',
      'data-testid': options.testId,
      tabindex: 0,
      role: 'img',
      'aria-describedby': 'help-text',
    });
    this.element = element('div', { class: 'stage' }, this.canvas);
    store.listen((state) => this.draw(state));
    new ResizeObserver(() => this.#resize()).observe(this.element);
  }

  /** Size in CSS pixels. */
  get size(): Size {
    return this.#size;
  }

  /** The explanation on the stage. */
  get loaded(): Loaded | undefined {
    return this.#options.sceneOf(this.#store.state)?.loaded;
  }

  viewport(): Viewport | undefined {
    const photo = this.loaded?.explanation.geometry.photo;
    return photo && viewportOf(this.#size, photo, this.#store.state.view);
  }

  draw(state: PageState): void {
    this.#fitCanvas();
    const context = context2d(this.canvas);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const scene = this.#size.width === 0 ? undefined : this.#options.sceneOf(state);
    if (!scene) return;
    const { loaded } = scene;
    const { photo } = loaded.explanation.geometry;
    const viewport = viewportOf(this.#size, photo, state.view);
    this.#drawScene(context, scene, state, viewport, this.#overlay);
    const left = this.#options.leftOf?.(state);
    if (left) {
      const { from, to } = visibleSpan(viewport, photo, this.#size);
      const dividerX = from + state.view.divider * (to - from);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.save();
      context.beginPath();
      context.rect(0, 0, dividerX * window.devicePixelRatio, this.canvas.height);
      context.clip();
      context.clearRect(0, 0, this.canvas.width, this.canvas.height);
      this.#drawScene(context, left, state, viewport, this.#leftOverlay);
      context.restore();
    }
    const description = left
      ? strings.dividedDescription(left.description, scene.description)
      : scene.description;
    setAttributes(this.canvas, { 'aria-label': description });
    if (this.#announced !== loaded) {
      this.#announced = loaded;
      this.#options.onFirstFrame?.(loaded);
    }
  }

  #drawScene(
    context: CanvasRenderingContext2D,
    scene: Scene,
    state: PageState,
    { originX, originY, scale }: Viewport,
    overlay: OverlayRenderer,
  ): void {
    const perPixel = window.devicePixelRatio;
    const zoom = scale * perPixel;
    context.setTransform(zoom, 0, 0, zoom, originX * perPixel, originY * perPixel);
    drawPicture(context, scene, state, zoom, overlay);
    drawMarks(context, scene, state, 1 / scale);
  }

  /** The screen density changes when the window moves to another screen. */
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
    // Other parts show the magnification, which has changed with the size.
    this.#store.update({});
  }
}

function drawPicture(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { view, peek }: PageState,
  scale: number,
  overlay: OverlayRenderer,
): void {
  const { photo } = scene.loaded.explanation.geometry;
  const layer = peek ? 'picture' : view.layer;
  if (layer !== 'map') {
    context.imageSmoothingEnabled = scale < CRISP_FROM;
    context.imageSmoothingQuality = scale < 1 ? 'high' : 'low';
    context.drawImage(scene.loaded.picture, 0, 0, photo.width, photo.height);
  }
  if (layer === 'picture') return;
  const { area } = scene;
  const byValue = layer === 'overlay' && scene.byValue;
  const colours = overlay.render({ ...scene, byValue });
  context.save();
  context.beginPath();
  context.rect(0, 0, photo.width, photo.height);
  if (layer === 'overlay') context.clip();
  context.globalAlpha = layer === 'overlay' ? view.opacity : 1;
  context.imageSmoothingEnabled = scene.smoothColors;
  context.imageSmoothingQuality = 'low';
  context.drawImage(colours, area.x, area.y, area.width, area.height);
  context.restore();
}

function drawMarks(
  context: CanvasRenderingContext2D,
  { loaded, box, cell }: Scene,
  { peek }: PageState,
  pixel: number,
): void {
  drawSeen(context, loaded.explanation.geometry, pixel);
  if (peek) return;
  if (box) drawBox(context, box, pixel);
  if (cell) drawCell(context, cell, pixel);
}
