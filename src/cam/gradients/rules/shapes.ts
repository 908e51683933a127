import type { Rules } from './rule.ts';

/** Operators that keep the values and change the shape. */
export const shapesRules: Rules = {};
