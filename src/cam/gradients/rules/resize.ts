import type { Rules } from './rule.ts';

/** Maps made larger or smaller. */
export const resizeRules: Rules = {};
