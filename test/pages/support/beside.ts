import type { MapWay, MethodMap } from '../../../src/protocol/mapMethods.ts';
import { answerMap, layerMap, openMethods, pixelMap } from './methods.ts';
import type { Panel } from './panel.ts';

/** Puts methods beside the main map, from the list. */
export async function putBeside(panel: Panel, ...ways: MapWay[]): Promise<void> {
  await openMethods(panel);
  for (const way of ways) await panel.byTestId(`beside-${way}`).click();
  await panel.page.keyboard.press('Escape');
  await panel.nextFrame();
}

/** The CAM of the counting model, and Grad-CAM and saliency beside it. */
export async function showThree(
  panel: Panel,
  names = ['grey.png'],
  maps: MethodMap[] = [layerMap(), pixelMap()],
): Promise<void> {
  await panel.showCounting(names);
  await putBeside(panel, 'grad-cam', 'saliency');
  for (const map of maps) await answerMap(panel, map);
}
