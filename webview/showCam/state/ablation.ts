import { canAblate, withoutChannels } from '../../../src/cam/maps/ablation.ts';
import type { Explanation, ModelDescription } from '../../../src/cam/results/explanation.ts';
import type { ShownModel } from '../../../src/protocol/mapMethods.ts';
import { MapSource } from './mapSource.ts';
import { noMaps } from './methodMaps.ts';
import { hasCam } from './methods.ts';
import type { Loaded, PageState, Store } from './store.ts';

type ShownPart = Pick<Loaded, 'explanation' | 'whole' | 'maps' | 'by'>;

/** The channels that are off for this model; higher numbers in the list belong to a model with more channels. */
export function ablatedOf(
  model: ShownModel,
  { featureMap }: Explanation,
  { other, view }: Pick<PageState, 'other' | 'view'>,
): number[] {
  if (other !== undefined || !hasCam(model) || !canAblate(model)) return [];
  return view.ablated.filter((channel) => channel < featureMap.channels);
}

/** The explanation as shown, and its maps; a model without a CAM has none yet. */
export function partOf(
  whole: Explanation,
  model: ShownModel,
  state: Pick<PageState, 'other' | 'view'>,
): ShownPart {
  if (hasCam(model)) return shownPart(whole, model, state);
  return { whole, explanation: whole, maps: noMaps(whole), by: undefined };
}

/** The explanation as shown, and its maps. */
export function shownPart(
  whole: Explanation,
  model: ModelDescription,
  state: Pick<PageState, 'other' | 'view'>,
): ShownPart {
  const explanation = withoutChannels(whole, model, ablatedOf(model, whole, state));
  return { whole, explanation, maps: new MapSource(explanation, model, whole), by: undefined };
}

/** Switches exactly these channels off. */
export function ablate(store: Store, channels: number[]): void {
  const { loaded, view, other } = store.state;
  const changed = { ...view, ablated: channels };
  store.update({ view: changed });
  const model = loaded?.model.model;
  if (!model || !hasCam(model)) return;
  const part = shownPart(loaded.whole, model, { other, view: changed });
  store.updatePane('main', { loaded: { ...loaded, ...part, receivedAtMs: performance.now() } });
}
