import type { Rules } from './rule.ts';

/** Operators that reduce axes to one value. */
export const reductionsRules: Rules = {};
