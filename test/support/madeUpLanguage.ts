import { readFileSync } from 'node:fs';

/** What every text of the made-up language begins with. It would end a script that it stands in as it is. */
export const MADE_UP = '</script>';

/** Every text that can be translated, in a language that is made up, by the English ones. */
export function madeUpTexts(): Record<string, string> {
  const english = Object.keys(JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8')));
  return Object.fromEntries(english.map((text) => [text, MADE_UP + text]));
}
