import type { Size } from '../../../src/cam/base/geometry.ts';
import { listenToWheelZoom } from '../../shared/widgets/wheelZoom.ts';
import type { PageState, Store } from '../state/store.ts';
import type { Point } from '../state/viewport.ts';
import { panBy, toPhoto, zoomAt } from '../state/viewport.ts';
import { cellAt, middleOf, readCell } from './place.ts';
import type { Stage } from './stage.ts';

const ZOOM_STEP = 1.25;
const PAN_STEP_PX = 40;

/** Zoom, pan and reading of the stage by mouse, touch and keyboard. */
export class StageInput {
  readonly #stage: Stage;
  readonly #store: Store;
  #drag: { pointerId: number; last: Point } | undefined;

  constructor(stage: Stage, store: Store) {
    this.#stage = stage;
    this.#store = store;
    const { canvas } = stage;
    listenToWheelZoom(canvas, (factor, event) => this.#zoom(factor, pointOf(event)));
    canvas.addEventListener('pointerdown', (event) => this.#pointerDown(event));
    canvas.addEventListener('pointermove', (event) => this.#pointerMove(event));
    canvas.addEventListener('pointerup', (event) => this.#pointerUp(event));
    canvas.addEventListener('pointercancel', (event) => this.#pointerUp(event));
    canvas.addEventListener('pointerleave', () => this.#leave());
    canvas.addEventListener('dblclick', () => this.fit());
    canvas.addEventListener('keydown', (event) => this.#keyDown(event));
    canvas.addEventListener('keyup', (event) => {
      if (event.key === ' ') store.update({ peek: false });
    });
    canvas.addEventListener('blur', () => {
      const { place } = store.state;
      store.update({ peek: false, place: place?.by === 'keyboard' ? undefined : place });
    });
  }

  zoomIn(): void {
    this.#zoom(ZOOM_STEP, this.#middle());
  }

  zoomOut(): void {
    this.#zoom(1 / ZOOM_STEP, this.#middle());
  }

  fit(): void {
    this.#store.updateView({ zoom: 1, panX: 0, panY: 0 });
  }

  #pointerDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#drag = { pointerId: event.pointerId, last: pointOf(event) };
    this.#stage.canvas.setPointerCapture(event.pointerId);
  }

  #pointerMove(event: PointerEvent): void {
    const at = pointOf(event);
    if (this.#drag?.pointerId === event.pointerId) {
      const photo = this.#photo();
      if (photo) {
        const { view } = this.#store.state;
        const { last } = this.#drag;
        const { size } = this.#stage;
        this.#store.updateView(panBy(size, photo, view, at.x - last.x, at.y - last.y));
      }
      this.#drag.last = at;
    }
    this.#readAt(at);
  }

  #pointerUp(event: PointerEvent): void {
    if (this.#drag?.pointerId === event.pointerId) this.#drag = undefined;
  }

  #leave(): void {
    if (this.#store.state.place?.by === 'pointer') this.#store.update({ place: undefined });
  }

  #readAt(at: Point): void {
    const { state } = this.#store;
    const viewport = this.#stage.viewport();
    if (!viewport) return;
    const photo = toPhoto(viewport, at);
    const cells = cellsAt(state, photo);
    if (cells === '') {
      if (state.place) this.#store.update({ place: undefined });
      return;
    }
    const { place } = state;
    if (place?.by === 'pointer' && cellsAt(state, place) === cells) return;
    this.#store.update({ place: { ...photo, by: 'pointer' } });
  }

  #keyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || !this.#handleKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #handleKey({ key, shiftKey, altKey }: KeyboardEvent): boolean {
    const arrow = ARROWS[key];
    if (arrow && shiftKey) this.#moveCell(arrow);
    else if (arrow && altKey) this.#pan(arrow);
    else if (key === '+' || key === '=') this.zoomIn();
    else if (key === '-' || key === '_') this.zoomOut();
    else if (key === '0') this.fit();
    else if (key === ' ') this.#store.update({ peek: true });
    else if (key === 'Escape' && this.#store.state.place) this.#store.update({ place: undefined });
    else return false;
    return true;
  }

  #moveCell({ x, y }: Point): void {
    const { loaded } = this.#stage;
    if (!loaded) return;
    const { featureMap, geometry } = loaded.explanation;
    const { width, height } = featureMap;
    const cell = readCell(this.#store.state.place, loaded);
    const from = cell ?? { x: (width - 1) >> 1, y: (height - 1) >> 1 };
    const step = cell ? 1 : 0;
    const to = {
      x: Math.min(Math.max(from.x + x * step, 0), width - 1),
      y: Math.min(Math.max(from.y + y * step, 0), height - 1),
    };
    this.#store.update({ place: { ...middleOf(to, featureMap, geometry), by: 'keyboard' } });
  }

  #pan({ x, y }: Point): void {
    const photo = this.#photo();
    if (!photo) return;
    const { view } = this.#store.state;
    const { size } = this.#stage;
    this.#store.updateView(panBy(size, photo, view, -x * PAN_STEP_PX, -y * PAN_STEP_PX));
  }

  #zoom(factor: number, at: Point): void {
    const photo = this.#photo();
    if (!photo) return;
    this.#store.updateView(zoomAt(this.#stage.size, photo, this.#store.state.view, at, factor));
  }

  #middle(): Point {
    const { width, height } = this.#stage.size;
    return { x: width / 2, y: height / 2 };
  }

  #photo(): Size | undefined {
    return this.#stage.loaded?.explanation.geometry.photo;
  }
}

/** The cells of all shown maps that contain a place; empty if there are none. */
function cellsAt({ loaded, other, methods }: PageState, place: Point): string {
  const beside = methods.beside.map((one) => one.loaded);
  const cells = [loaded, other?.loaded, ...beside].map((pane) => pane && cellAt(place, pane));
  if (cells.every((cell) => cell === undefined)) return '';
  return cells.map((cell) => (cell ? `${cell.x} ${cell.y}` : '')).join(' · ');
}

const ARROWS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

function pointOf(event: MouseEvent): Point {
  return { x: event.offsetX, y: event.offsetY };
}
