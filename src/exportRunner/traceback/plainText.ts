/** Colours, titles and links of terminals: CSI and OSC sequences, and the escapes of two characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])/g;

/** The final lines of a terminal's output: without colours, and without text that `\r` overwrote. */
export function plainLines(output: string): string[] {
  return output
    .replaceAll(ESCAPES, '')
    .split('\n')
    .map((line) => {
      const text = line.endsWith('\r') ? line.slice(0, -1) : line;
      return text.slice(text.lastIndexOf('\r') + 1);
    });
}
