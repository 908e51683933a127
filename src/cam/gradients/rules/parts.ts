import type { Rules } from './rule.ts';

/** Operators that take, join or move parts of tensors. */
export const partsRules: Rules = {};
