import type { ClassUnitsRequests, FromClassUnits } from '../../../src/protocol/classUnits.ts';
import type { Requests } from '../../shared/page/requests.ts';
import type { Thumbnails } from '../../shared/page/thumbnails.ts';
import type { GradientFields } from './gradientFields.ts';
import type { Host } from './host.ts';
import type { Questions } from './questions.ts';
import type { Store } from './store.ts';
import { shownClass } from './store.ts';

/** Shared by the parts of the page. */
export interface PageParts {
  store: Store;
  host: Host;
  requests: Requests<ClassUnitsRequests>;
  questions: Questions;
  fields: GradientFields;
  thumbnails: Thumbnails;
}

/** Names channels of the feature map in the page at once, and sends the names to the editor, which saves them. */
export function nameUnits(
  { store, host }: PageParts,
  names: Extract<FromClassUnits, { type: 'nameUnits' }>['names'],
): void {
  const all = { ...store.state.names };
  for (const { channel, name } of names) {
    if (name === '') delete all[channel];
    else all[channel] = name;
  }
  store.update({ names: all });
  host.post({ type: 'nameUnits', names });
}

/** Shows one unit; the way back leads to the class that was shown. */
export function openUnit({ store }: PageParts, pooledChannel: number): void {
  const classIndex = shownClass(store.state);
  store.updateView({ subject: 'unit', unit: pooledChannel, classIndex });
}

/** Shows the units of one class. */
export function openClass({ store }: PageParts, classIndex: number): void {
  store.updateView({ subject: 'class', classIndex });
}

/** Switches a unit off or on again. */
export function ablate({ store }: PageParts, pooledChannel: number, isOff: boolean): void {
  const others = store.state.view.ablated.filter((channel) => channel !== pooledChannel);
  store.updateView({ ablated: isOff ? [...others, pooledChannel] : others });
}
