import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { downloadsFolder, inRepository } from '../repository.ts';

/** The extension that shows a new user of the samples where to begin. */
export const firstStepsExtension = inRepository('scripts', 'firstSteps');

/** Tells that extension that this is the first start. */
export const FIRST_START: Readonly<Record<string, string>> = { CAM_LENS_FIRST_START: '1' };

const STARTED = path.join(downloadsFolder, 'started');

/** {@link FIRST_START} for the first caller in this clone, nothing afterwards. */
export function firstStepsEnvironment(): Readonly<Record<string, string>> {
  if (existsSync(STARTED)) return {};
  mkdirSync(downloadsFolder, { recursive: true });
  writeFileSync(STARTED, '');
  return FIRST_START;
}
