import type { Rules } from './rule.ts';

/** Normalisations. */
export const normalisationRules: Rules = {};
