import { formatPercent } from '../../shared/format/numbers.ts';
import { element, setAttributes, setText, show } from '../../shared/widgets/dom.ts';
import { sideName, sidesInOrder } from '../compared/names.ts';
import type { Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { visibleSpan } from '../state/viewport.ts';
import type { Stage } from './stage.ts';

const STEP = 0.02;
const LARGE_STEP = 0.1;

/** The movable line between two maps that are drawn as one picture. */
export class Divider {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #stage: Stage;
  /** Distance of the pointer from the line when the drag began, in CSS pixels. */
  #grasp: { pointerId: number; offset: number } | undefined;

  /** @param isShown whether there are two maps on the stage */
  constructor(store: Store, stage: Stage, isShown: () => boolean) {
    this.#store = store;
    this.#stage = stage;
    const names = [0, 1].map(() => element('span', { class: 'divider-name' }));
    this.element = element(
      'div',
      {
        class: 'divider',
        role: 'slider',
        tabindex: 0,
        'aria-label': strings.divider,
        'aria-valuemin': 0,
        'aria-valuemax': 100,
        title: strings.dividerHint,
        'data-testid': 'divider',
      },
      element('span', { class: 'divider-names', 'aria-hidden': 'true' }, ...names),
      element('span', { class: 'divider-line' }),
      element('span', { class: 'divider-grip', 'aria-hidden': 'true' }, '◂\u2009▸'),
    );
    store.listen((state) => {
      show(this.element, isShown());
      const span = this.#span();
      if (!isShown() || !span) return;
      const { divider } = state.view;
      const [left, right] = sidesInOrder(state).map((side) => sideName(state, side));
      names.forEach((name, i) => {
        setText(name, (i === 0 ? left : right) ?? '');
      });
      this.element.style.left = `${span.from + divider * (span.to - span.from)}px`;
      setAttributes(this.element, {
        'aria-valuenow': Math.round(divider * 100),
        'aria-valuetext': strings.dividerValue(
          left ?? '',
          formatPercent(divider),
          right ?? '',
          formatPercent(1 - divider),
        ),
      });
    });
    this.element.addEventListener('pointerdown', (event) => this.#pointerDown(event));
    // Otherwise the browser selects its text, and the next press drags that text.
    this.element.addEventListener('mousedown', (event) => {
      event.preventDefault();
      this.element.focus();
    });
    this.element.addEventListener('pointermove', (event) => this.#pointerMove(event));
    for (const end of ['pointerup', 'pointercancel'] as const) {
      this.element.addEventListener(end, () => {
        this.#grasp = undefined;
      });
    }
    this.element.addEventListener('dblclick', () => this.#moveTo(0.5));
    this.element.addEventListener('keydown', (event) => this.#keyDown(event));
  }

  #span(): { from: number; to: number } | undefined {
    const viewport = this.#stage.viewport();
    const photo = this.#stage.loaded?.explanation.geometry.photo;
    return viewport && photo && visibleSpan(viewport, photo, this.#stage.size);
  }

  #pointerDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    const { left, width } = this.element.getBoundingClientRect();
    this.#grasp = { pointerId: event.pointerId, offset: event.clientX - (left + width / 2) };
    this.element.setPointerCapture(event.pointerId);
  }

  #pointerMove({ pointerId, clientX }: PointerEvent): void {
    const span = this.#span();
    if (this.#grasp?.pointerId !== pointerId || !span) return;
    const at = clientX - this.#grasp.offset - this.#stage.canvas.getBoundingClientRect().left;
    this.#moveTo((at - span.from) / (span.to - span.from));
  }

  #keyDown(event: KeyboardEvent): void {
    const { divider } = this.#store.state.view;
    const step = STEPS[event.key];
    const isEnd = event.key === 'Home' || event.key === 'End';
    if ((step === undefined && !isEnd) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const factor = event.shiftKey ? LARGE_STEP / STEP : 1;
    this.#moveTo(isEnd ? Number(event.key === 'End') : divider + (step ?? 0) * factor);
  }

  #moveTo(fraction: number): void {
    this.#store.updateView({ divider: Math.min(Math.max(fraction, 0), 1) });
  }
}

const STEPS: Record<string, number> = {
  ArrowLeft: -STEP,
  ArrowDown: -STEP,
  ArrowRight: STEP,
  ArrowUp: STEP,
  PageDown: -LARGE_STEP,
  PageUp: LARGE_STEP,
};
