import type { Rules } from './rule.ts';

/** Softmax and its logarithm. */
export const softmaxRules: Rules = {};
