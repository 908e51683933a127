/** Where a table program would see a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A text as a field of a CSV line (RFC 4180): in quotes where it has separators. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** As {@link csvField}; a path that a table program would run as a formula gets `./` before it, and stays the same file. */
export function csvPath(path: string): string {
  return csvField(FORMULA.test(path) ? `./${path}` : path);
}

/** As {@link csvField}; a text that a table program would run as a formula gets `'` before it. */
export function csvText(text: string): string {
  return csvField(FORMULA.test(text) ? `'${text}` : text);
}
