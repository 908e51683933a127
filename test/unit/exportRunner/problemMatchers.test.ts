import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

interface Matcher {
  name: string;
  pattern: { regexp: string; file?: number; line?: number; message?: number }[];
}
const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
const matchers: Matcher[] = contributes.problemMatchers;

/** `file:line message`: lines in a row that match all patterns of a matcher, as VS Code applies them. */
function matchesOf(output: string): string[] {
  const lines = output.split('\n');
  const found: string[] = [];
  for (const [start] of lines.entries()) {
    for (const { pattern } of matchers) {
      const parts = pattern.map(({ regexp }, index) =>
        new RegExp(regexp).exec(lines[start + index] ?? ''),
      );
      if (parts.some((part) => part === null)) continue;
      const of = (key: 'file' | 'line' | 'message') =>
        pattern.flatMap((line, index) => parts[index]?.[line[key] ?? -1] ?? [])[0];
      found.push(`${of('file')?.replace('/project/', '')}:${of('line')} ${of('message')}`);
    }
  }
  return found;
}

describe('The problem matchers for tasks', () => {
  const cases: [name: string, problems: string[]][] = [
    ['plain', ['helper.py:6 ValueError: 5 is odd']],
    ['columns', ['columns.py:2 ZeroDivisionError: division by zero']],
    ['no_message', ['no_message.py:2 AssertionError']],
    ['broken_syntax', ["broken_syntax.py:2 SyntaxError: '(' was never closed"]],
    ['broken_indentation', ['broken_indentation.py:3 IndentationError: unexpected indent']],
    [
      'cause',
      ["helper.py:11 KeyError: 'w'", 'cause.py:8 helper.NotConfigured: no weights under w'],
    ],
    [
      'wrong_head_torchscript',
      [
        '/python/lib/site-packages/torch/nn/modules/linear.py:134 RuntimeError: mat1 and mat2 shapes cannot be multiplied (1x8 and 9x4)',
      ],
    ],
  ];
  for (const [name, problems] of cases) {
    it(`find the innermost frame of each exception: ${name}`, () => {
      const file = path.join('test/fixtures/tracebacks/recorded', `${name}.txt`);
      assert.deepEqual(matchesOf(readFileSync(file, 'utf8')), problems);
    });
  }
});
