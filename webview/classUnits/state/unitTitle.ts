import type { UnitIdentity } from '../../../src/cam/results/units.ts';
import type { PageState } from './store.ts';
import { strings } from './strings.ts';

/** The user's name for a unit; undefined if it has none. */
export function nameOf({ names }: PageState, { channel }: UnitIdentity): string | undefined {
  return names.get(channel);
}

/** `Channel 17`; with two poolings also which of them. */
export function numberOf({ model }: PageState, { channel, pooling }: UnitIdentity): string {
  return (model?.poolings.length ?? 1) > 1
    ? strings.channelPooled(channel, strings.poolings[pooling])
    : strings.channel(channel);
}

/** The title of a unit in texts. */
export function titleOf(state: PageState, unit: UnitIdentity): string {
  return nameOf(state, unit) ?? numberOf(state, unit);
}

/** The label of a class; its number if the model is not read yet. */
export function labelOf({ model }: PageState, classIndex: number): string {
  return model?.labels[classIndex] ?? String(classIndex);
}
