/** The shell that runs a command: `sh` of POSIX, or `cmd` of Windows. */
export type Shell = 'sh' | 'cmd';

/** What is open at a place of a command: a quote, a command in a command, or a parenthesis in it. */
type Open = '"' | "'" | "$'" | '$(' | '(' | '`';

/** The quote around the end of a text that begins a command, in commands inside it too; undefined if there is none. */
export function quoteAround(before: string, shell: Shell): '"' | "'" | undefined {
  if (shell === 'cmd') return before.split('"').length % 2 === 0 ? '"' : undefined;
  const open = openAt(before);
  return open === "$'" ? "'" : open === '"' || open === "'" ? open : undefined;
}

function openAt(text: string): Open | undefined {
  const stack: Open[] = [];
  for (let at = 0; at < text.length; at++) {
    const top = stack.at(-1);
    const character = text[at];
    if (top === "'") {
      if (character === "'") stack.pop();
    } else if (character === '\\') {
      at++;
    } else if (top === "$'") {
      if (character === "'") stack.pop();
    } else if (character === '"') {
      if (top === '"') stack.pop();
      else stack.push('"');
    } else if (character === '$' && text[at + 1] === '(') {
      stack.push('$(');
      at++;
    } else if (character === '`') {
      if (top === '`') stack.pop();
      else stack.push('`');
    } else if (top !== '"') {
      at = plain(text, at, stack);
    }
  }
  return stack.at(-1);
}

/** Outside of quotes. @returns the place of the last character that belongs to this one */
function plain(text: string, at: number, stack: Open[]): number {
  const top = stack.at(-1);
  switch (text[at]) {
    case "'":
      stack.push(text[at - 1] === '$' ? "$'" : "'");
      break;
    case '(':
      if (top) stack.push('(');
      break;
    case ')':
      if (top === '(' || top === '$(') stack.pop();
      break;
    case '#': {
      // A comment to the end of the line.
      if (!/(^|[\s;&|(])$/.test(text.slice(0, at))) break;
      const end = text.indexOf('\n', at);
      return end < 0 ? text.length : end;
    }
  }
  return at;
}
