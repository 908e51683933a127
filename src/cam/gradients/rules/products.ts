import type { Rules } from './rule.ts';

/** Products of matrices. */
export const productsRules: Rules = {};
