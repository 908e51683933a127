import { element, show } from '../../shared/widgets/dom.ts';
import { isSliderWanted } from '../compared/mode.ts';
import { sidesInOrder } from '../compared/names.ts';
import { bothUsable } from '../compared/usable.ts';
import type { Loaded, PageState, Store } from '../state/store.ts';
import { Divider } from './divider.ts';
import type { Scene } from './scene.ts';
import { sceneOf } from './scene.ts';
import { Stage } from './stage.ts';

/** Two maps as one picture: one map left of a divider, the other right of it. */
export class SliderView {
  readonly element: HTMLElement;
  readonly stage: Stage;

  constructor(store: Store, onFirstFrame: (loaded: Loaded) => void) {
    this.stage = new Stage(store, {
      sceneOf: (state) => splitScenes(state)?.right,
      leftOf: (state) => splitScenes(state)?.left,
      testId: 'slider-canvas',
      onFirstFrame,
    });
    const isSplit = (): boolean => splitScenes(store.state)?.left !== undefined;
    const divider = new Divider(store, this.stage, isSplit);
    this.stage.element.append(divider.element);
    this.element = element(
      'div',
      { class: 'slider-view', 'data-testid': 'slider' },
      this.stage.element,
    );
    store.listen((state) => show(this.element, isSliderWanted(state)));
    this.element.hidden = true;
  }
}

/** Both scenes; only the main model's until there are two of the same image. */
export function splitScenes(
  state: PageState,
): { left: Scene | undefined; right: Scene } | undefined {
  if (!isSliderWanted(state)) return undefined;
  const [leftSide, rightSide] = sidesInOrder(state);
  const left = bothUsable(state) && sceneOf(state, leftSide);
  const right = sceneOf(state, left ? rightSide : 'main');
  return right && { left, right };
}
