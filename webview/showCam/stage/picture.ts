import type { Side } from '../../../src/protocol/showCam.ts';
import { formatNumber, formatProbability } from '../../shared/format/numbers.ts';
import { isDifferenceWanted } from '../compared/mode.ts';
import { pairOf, sideName, sidesInOrder } from '../compared/names.ts';
import { shownOn } from '../compared/shown.ts';
import type { PageState } from '../state/store.ts';
import { paneOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { titleOf } from '../state/titles.ts';
import type { Captioned } from './composePicture.ts';
import { composeBeside, composeDivided, composePicture } from './composePicture.ts';
import { differenceScene, sceneOf } from './scene.ts';
import { splitScenes } from './sliderView.ts';

/**
 * The stages as one picture: one map over the photo; two side by side or left and right of the divider, each with its
 * name; or their difference. Undefined if nothing is shown.
 */
export function pictureOf(state: PageState): HTMLCanvasElement | undefined {
  if (!state.other) {
    const scene = sceneOf(state, 'main');
    return scene && composePicture(scene, state);
  }
  if (isDifferenceWanted(state)) {
    const scene = differenceScene(state);
    return scene && composePicture(scene, state);
  }
  const sides = sidesInOrder(state);
  const [left, right] = sides.map((side) => partOf(state, side));
  const parts = [left, right].filter((part) => part !== undefined);
  if (left && right && splitScenes(state)?.left) {
    return composeDivided(left, right, state.view.divider);
  }
  return parts.length === 0 ? undefined : composeBeside(parts);
}

function partOf(state: PageState, side: Side): Captioned | undefined {
  const scene = sceneOf(state, side);
  return scene && { picture: composePicture(scene, state), lines: captionOf(state, side) };
}

function captionOf(state: PageState, side: Side): [string, string] {
  const loaded = paneOf(state, side)?.loaded;
  const shown = shownOn(state, side);
  if (!loaded || !shown) return ['', ''];
  const { probabilities, logits } = loaded.explanation;
  const values = strings.classOfPane(
    titleOf(shown, loaded.model.model),
    formatProbability(probabilities[shown.classIndex] ?? 0),
    formatNumber(logits[shown.classIndex] ?? 0),
  );
  const { fileName } = loaded.model;
  const isModel = pairOf(state) === 'models';
  return [isModel ? fileName : `${sideName(state, side)} · ${fileName}`, values];
}
