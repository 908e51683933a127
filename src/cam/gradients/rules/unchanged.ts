import type { Rules } from './rule.ts';

/** Operators that pass values on, and those whose result does not change with small changes of their inputs. */
export const unchangedRules: Rules = {};
