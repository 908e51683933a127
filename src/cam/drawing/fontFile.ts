import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FONT = path.join('media', 'fonts', 'camLensSans.ttf');

/** The family's name in the file; no other font has it. */
export const FONT_FAMILY = 'CAM Lens Sans';

/**
 * Absolute path of the font that ships with the product, so that pictures have text on machines without fonts. It is in
 * a folder above this file, as source and as bundle alike.
 */
export function fontFile(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, FONT))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`${FONT} is not part of this installation`);
    folder = parent;
  }
  return path.join(folder, FONT);
}
