import type { Rules } from './rule.ts';

/** Poolings over windows or over the whole map. */
export const poolingRules: Rules = {};
