/** Where a command writes: results to `out`, everything else to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether `err` is a screen, where a line can be overwritten. */
  isErrScreen: boolean;
}

/** `cam-lens: cat.jpg is empty (0 bytes). Copy or download the picture again.` */
export function errorLine(error: { message: string; nextAction: string }): string {
  return `cam-lens: ${error.message} ${error.nextAction}\n`;
}
