import { methodStrings } from '../state/methodStrings.ts';
import { claimAlone } from '../state/methods.ts';
import type { Loaded } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** The check of a map in few words; where there is no room for them, the tooltip has all of it. */
export function claimInShort({ explanation, by }: Loaded): string {
  const { claim, place } = explanation;
  const isFailed = claim.standing === 'mismatch';
  const word = isFailed
    ? methodStrings.checkFailed
    : by
      ? claimAlone(claim.text, by.name)
      : strings.fidelity[claim.standing];
  return [word, strings.placeInShort[place.standing]].filter((text) => text !== '').join(' · ');
}

export function fullClaim({ explanation }: Loaded): string {
  return `${explanation.claim.text} · ${explanation.place.text}`;
}
