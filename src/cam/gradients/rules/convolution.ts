import type { Rules } from './rule.ts';

/** Convolutions. */
export const convolutionRules: Rules = {};
