import { channelOf, shownName } from '../../../src/cam/maps/channelName.ts';
import type { UnitIdentity } from '../../../src/cam/results/units.ts';
import type { PageState } from './store.ts';
import { strings } from './strings.ts';

/** The user's name for a unit; undefined if it has none. */
export function nameOf({ names }: PageState, { channel }: UnitIdentity): string | undefined {
  return names[channel];
}

/** `Channel 17`; with two poolings also which of them. */
export function numberOf(state: PageState, unit: UnitIdentity): string {
  return withPooling(state, unit, strings.channel(unit.channel));
}

/** The title of a unit: its name, with its number if the name repeats; else its number. */
export function titleOf(state: PageState, unit: UnitIdentity): string {
  const name = shownName(state.names, unit.channel);
  return name === undefined ? numberOf(state, unit) : withPooling(state, unit, name);
}

/** The number that the title of a named unit lacks; empty if it has it. */
export function numberNote(state: PageState, unit: UnitIdentity): string {
  const name = nameOf(state, unit);
  const isUnique = name !== undefined && shownName(state.names, unit.channel) === name;
  return isUnique ? strings.channel(unit.channel) : '';
}

/** As {@link titleOf}, by the index of the unit's class weight. */
export function titleOfPooled(state: PageState, pooledChannel: number): string {
  const { poolings = [], channels = 0 } = state.model ?? {};
  const { channel, pooling } = channelOf(poolings, channels * poolings.length, pooledChannel);
  return titleOf(state, { pooledChannel, channel, pooling, name: undefined });
}

function withPooling({ model }: PageState, { pooling }: UnitIdentity, title: string): string {
  return (model?.poolings.length ?? 1) > 1
    ? strings.pooled(title, strings.poolings[pooling])
    : title;
}

/** The label of a class; its number if the model is not read yet. */
export function labelOf({ model }: PageState, classIndex: number): string {
  return model?.labels[classIndex] ?? String(classIndex);
}
