import type { Rect } from '../../../src/cam/base/geometry.ts';
import type { Patch } from '../../../src/cam/results/units.ts';
import { fieldStrings } from '../state/fieldStrings.ts';
import { fieldOf } from '../state/gradientFields.ts';
import type { PageState } from '../state/store.ts';

/** The field of a patch for the chosen crop, in pixels of the model's input; undefined if there is none, or none yet. */
export function measuredField(patch: Patch, state: PageState): Rect | undefined {
  const box = boxOf(patch, state);
  return box && box.width > 0 ? box : undefined;
}

function boxOf(patch: Patch, state: PageState): Rect | undefined {
  const { crop } = state.view;
  if (crop === 'gradient') {
    const field = fieldOf(patch, state);
    return field && 'box' in field ? field.box : undefined;
  }
  if (crop !== 'empirical') return undefined;
  const { channel, path } = patch;
  const fields = state.answers.empiricalFields.result ?? [];
  return fields.find((field) => field.path === path && field.channel === channel)?.box;
}

/** What is known about a patch's field by the gradient, if that crop is chosen. */
export function fieldText(patch: Patch, state: PageState): string {
  const field = state.view.crop === 'gradient' ? fieldOf(patch, state) : undefined;
  if (!field) return '';
  if ('error' in field) return field.error.message;
  const { share, box } = field;
  if (share === 0) return fieldStrings.flat;
  return fieldStrings.held((100 * share).toFixed(1), box.width, box.height);
}
