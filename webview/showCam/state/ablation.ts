import { canAblate, withoutChannels } from '../../../src/cam/maps/ablation.ts';
import type { Explanation, ModelDescription } from '../../../src/cam/results/explanation.ts';
import { MapSource } from './mapSource.ts';
import type { Loaded, PageState, Store } from './store.ts';

/** The channels that are off for this model; higher numbers in the list belong to a model with more channels. */
export function ablatedOf(
  model: ModelDescription,
  { featureMap }: Explanation,
  { other, view }: Pick<PageState, 'other' | 'view'>,
): number[] {
  if (other !== undefined || !canAblate(model)) return [];
  return view.ablated.filter((channel) => channel < featureMap.channels);
}

/** The explanation as shown, and its maps. */
export function shownPart(
  whole: Explanation,
  model: ModelDescription,
  state: Pick<PageState, 'other' | 'view'>,
): Pick<Loaded, 'explanation' | 'whole' | 'maps'> {
  const explanation = withoutChannels(whole, model, ablatedOf(model, whole, state));
  return { whole, explanation, maps: new MapSource(explanation, model, whole) };
}

/** Switches exactly these channels off. */
export function ablate(store: Store, channels: number[]): void {
  const { loaded, view, other } = store.state;
  const changed = { ...view, ablated: channels };
  store.update({ view: changed });
  if (!loaded) return;
  const part = shownPart(loaded.whole, loaded.model.model, { other, view: changed });
  store.updatePane('main', { loaded: { ...loaded, ...part, receivedAtMs: performance.now() } });
}
