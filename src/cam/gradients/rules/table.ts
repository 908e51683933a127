import { activationRules } from './activations.ts';
import { arithmeticRules } from './arithmetic.ts';
import { convolutionRules } from './convolution.ts';
import { indexingRules } from './indexing.ts';
import { normalisationRules } from './normalisation.ts';
import { partsRules } from './parts.ts';
import { poolingRules } from './pooling.ts';
import { productsRules } from './products.ts';
import { reductionsRules } from './reductions.ts';
import { resizeRules } from './resize.ts';
import type { Rule, Rules } from './rule.ts';
import { shapesRules } from './shapes.ts';
import { softmaxRules } from './softmax.ts';
import { unchangedRules } from './unchanged.ts';

/** Every rule, by operator. */
const RULES: Rules = {
  ...activationRules,
  ...arithmeticRules,
  ...convolutionRules,
  ...indexingRules,
  ...normalisationRules,
  ...partsRules,
  ...poolingRules,
  ...productsRules,
  ...reductionsRules,
  ...resizeRules,
  ...shapesRules,
  ...softmaxRules,
  ...unchangedRules,
};

/** The rule of an operator; undefined if there is none. */
export function ruleOf({ opType, domain }: { opType: string; domain: string }): Rule | undefined {
  const name = domain === '' ? opType : `${domain}.${opType}`;
  return Object.hasOwn(RULES, name) ? RULES[name] : undefined;
}
