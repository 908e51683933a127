import type { Preprocessing } from '../../../src/cam/config/preprocessing.ts';
import { formatNumber } from '../../shared/format/numbers.ts';
import { matchLabels } from '../compared/matchLabels.ts';
import type { Loaded } from '../state/store.ts';
import { isBlank } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/titles.ts';
import { MOVED } from './movedTexts.ts';

/** Largest number of labels in only one list that are named; for more, only the number is shown. */
const MAX_NAMED = 3;

/** One fact before and after, in words. */
export interface MovedFact {
  id: 'prediction' | 'identity' | 'box' | 'kind' | 'grid' | 'input' | 'classes' | 'preprocessing';
  name: string;
  before: string;
  after: string;
  isChanged: boolean;
  /** Whether the change matters; a residual is never exactly the same. */
  isNotable: boolean;
}

/**
 * What changed in the model besides the numbers of its classes; minor facts are left out if they did not change.
 * @param boxOf the box of the class on show, in words; undefined if boxes are not shown
 */
export function movedFacts(
  before: Loaded,
  after: Loaded,
  boxOf: ((loaded: Loaded) => string) | undefined,
): MovedFact[] {
  const hasMaps = !isBlank(before) && !isBlank(after);
  const always = [prediction(before, after), ...(hasMaps ? [identity(before, after)] : [])];
  const onlyChanged = [
    ...(boxOf && hasMaps ? [fact('box', boxOf, before, after)] : []),
    fact('kind', ({ model }) => strings.mapKinds[model.model.mapKind], before, after),
    ...(hasMaps ? [fact('grid', gridOf, before, after)] : []),
    fact('input', inputOf, before, after),
    classes(before, after),
    preprocessing(before, after),
  ];
  return [...always, ...onlyChanged.filter(({ isChanged }) => isChanged)];
}

function prediction(before: Loaded, after: Loaded): MovedFact {
  const { before: was, after: is } = fact('prediction', topLabelOf, before, after);
  const [sameLabel] = matchLabels([was], [is]);
  const isChanged = sameLabel === undefined;
  return {
    ...{ id: 'prediction', name: MOVED.prediction, before: was, after: is },
    ...{ isChanged, isNotable: isChanged },
  };
}

function classes(before: Loaded, after: Loaded): MovedFact {
  const [was, is] = [before.model.model.labels.value, after.model.model.labels.value];
  const isChanged = was.length !== is.length || was.some((label, i) => label !== is[i]);
  const describe = (own: readonly string[], others: readonly string[]): string => {
    const matches = matchLabels(own, others);
    const alone = own.filter((_, i) => matches[i] === undefined);
    return MOVED.classList(own.length, alone.slice(0, MAX_NAMED), alone.length);
  };
  return {
    id: 'classes',
    name: MOVED.classes,
    before: describe(was, is),
    after: describe(is, was),
    isChanged,
    isNotable: isChanged,
  };
}

function identity(before: Loaded, after: Loaded): MovedFact {
  const fidelityOf = ({ explanation }: Loaded): string => explanation.claim.standing;
  const isNotable = fidelityOf(before) !== fidelityOf(after);
  return { ...fact('identity', identityOf, before, after), isNotable };
}

/** The input changes the numbers too, not only the model. */
function preprocessing(before: Loaded, after: Loaded): MovedFact {
  const of = ({ model }: Loaded): Preprocessing => model.model.preprocessing.value;
  const sourceOf = ({ model }: Loaded): string => model.model.preprocessing.source;
  const isChanged = JSON.stringify(of(before)) !== JSON.stringify(of(after));
  return { ...fact('preprocessing', sourceOf, before, after), isChanged, isNotable: isChanged };
}

function fact(
  id: MovedFact['id'],
  say: (loaded: Loaded) => string,
  before: Loaded,
  after: Loaded,
): MovedFact {
  const [was, is] = [say(before), say(after)];
  const isChanged = was !== is;
  return { id, name: MOVED[id], before: was, after: is, isChanged, isNotable: isChanged };
}

function topLabelOf({ maps, model }: Loaded): string {
  return labelOf(maps.topClass, model.model.labels.value);
}

function identityOf({ explanation, by }: Loaded): string {
  const { claim, residual } = explanation;
  if (by) return claim.text;
  return MOVED.offBy(strings.fidelity[claim.standing], formatNumber(Math.abs(residual)));
}

function gridOf({ explanation: { featureMap } }: Loaded): string {
  return MOVED.size(featureMap.width, featureMap.height);
}

function inputOf({ explanation: { geometry } }: Loaded): string {
  return MOVED.size(geometry.crop.width, geometry.crop.height);
}
