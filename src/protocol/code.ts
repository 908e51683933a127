import type { Certainty } from '../cam/code/python/codeLink.ts';

/** Where a module is defined, or the line of `forward` that runs it. */
export type CodePart = 'definition' | 'call';

/** The Python lines behind a tensor, for display: `models/gapnet.py:28`. */
export interface CodeLinkTexts {
  certainty: Certainty;
  definition: string | undefined;
  call: string | undefined;
}
