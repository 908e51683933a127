// Checks that l10n/bundle.l10n.json holds every text of the sources that can be translated: translators begin with it.
// Part of `npm run lint`; `--write` brings the file up to date.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesIn, inRepository } from './repository.ts';

/** A call of VS Code's function, or of the package's where a file imports it. */
const VSCODE_CALL = /\bvscode\.l10n\.t\(\s*/g;
const CALL = /(?<![\w.])t\(\s*/g;
const IMPORT = /^import \{[^}]*\bt\b[^}]*\} from '@vscode\/l10n';$/m;

/** One literal, and nothing that is added to it. */
const LITERAL = /(?:'(?<single>(?:[^'\\\n]|\\.)*)'|"(?<double>(?:[^"\\\n]|\\.)*)"),?\s*[,)]/y;

const problems: string[] = [];

function textsOf(file: string): string[] {
  const source = readFileSync(inRepository(file), 'utf8');
  const calls = [...source.matchAll(VSCODE_CALL)];
  if (IMPORT.test(source)) calls.push(...source.matchAll(CALL));
  return calls.flatMap(({ 0: call, index }) => {
    LITERAL.lastIndex = index + call.length;
    const { single, double } = LITERAL.exec(source)?.groups ?? {};
    const raw = single?.replaceAll("\\'", "'").replaceAll('"', '\\"') ?? double;
    if (raw !== undefined) return [JSON.parse(`"${raw}"`) as string];
    const line = source.slice(0, index).split('\n').length;
    problems.push(`${file}:${line}: what is translated is one literal, with {0} for what varies.`);
    return [];
  });
}

const files = ['src', 'webview'].flatMap((folder) => filesIn(folder, /\.ts$/));
const texts = [...new Set(files.flatMap(textsOf))].sort();
const expected = `${JSON.stringify(Object.fromEntries(texts.map((text) => [text, text])), null, 2)}\n`;
const bundle = inRepository('l10n/bundle.l10n.json');
if (process.argv.includes('--write')) {
  mkdirSync(path.dirname(bundle), { recursive: true });
  writeFileSync(bundle, expected);
} else if (!existsSync(bundle) || readFileSync(bundle, 'utf8') !== expected) {
  problems.push('l10n/bundle.l10n.json is old: npm run lint:texts -- --write');
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
