const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * A text as one line in which nothing hides: control characters, line breaks and marks of the direction of writing are
 * written as in JSON (`\n`, `\u202e`). Names come from files that may have been made to deceive: a terminal would obey
 * these characters. JSON text stays JSON with the same values.
 */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, (character) => {
    const quoted = JSON.stringify(character).slice(1, -1);
    if (quoted !== character) return quoted;
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
