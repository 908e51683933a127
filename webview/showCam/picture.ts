import type { Side } from '../../src/protocol/showCam.ts';
import { strings } from '../strings.ts';
import { isDifferenceWanted } from './comparison/difference.ts';
import { composeBeside, composePicture } from './composePicture.ts';
import { formatNumber, formatProbability } from './format.ts';
import { differenceScene, sceneOf } from './scene.ts';
import { shownOn } from './shown.ts';
import type { PageState } from './store.ts';
import { halfOf } from './store.ts';
import { titleOf } from './titles.ts';

/**
 * What the stages show as one picture: the map of one model over the photo, those of two models beside
 * each other with their names, or their difference. Undefined where nothing is shown.
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
  const parts = (['main', 'other'] as const).flatMap((side) => {
    const scene = sceneOf(state, side);
    if (!scene) return [];
    return [{ picture: composePicture(scene, state), lines: captionOf(state, side) }];
  });
  return parts.length === 0 ? undefined : composeBeside(parts);
}

function captionOf(state: PageState, side: Side): [string, string] {
  const loaded = halfOf(state, side)?.loaded;
  const shown = shownOn(state, side);
  if (!loaded || !shown) return ['', ''];
  const { probabilities, logits } = loaded.explanation;
  const values = strings.classOfHalf(
    titleOf(shown, loaded.model.model),
    formatProbability(probabilities[shown.classIndex] ?? 0),
    formatNumber(logits[shown.classIndex] ?? 0),
  );
  return [loaded.model.fileName, values];
}
