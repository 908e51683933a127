import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import type { RuleCase } from './ruleCases.ts';
import { ruleCases } from './ruleCases.ts';

/** How many cases of each operator are compared with PyTorch, as docs/methods.md shows it. */
function ruleTable(families: [family: string, cases: RuleCase[]][]): string {
  const rows = families.map(([family, cases]) => {
    const counts = new Map<string, number>();
    for (const { operator } of cases) counts.set(operator, (counts.get(operator) ?? 0) + 1);
    const operators = [...counts].map(([operator, count]) => `${operator} ${count}`);
    return `| ${family} | ${cases.length} | ${operators.join(', ')} |`;
  });
  const all = families.reduce((sum, [, cases]) => sum + cases.length, 0);
  const operators = new Set(families.flatMap(([, cases]) => cases.map((each) => each.operator)));
  return [
    '| family | cases | operators, with their cases |',
    '| --- | --- | --- |',
    ...rows,
    `| all | ${all} | ${operators.size} operators |`,
  ].join('\n');
}

/** The same without the single operators, as the README shows it. */
function familyTable(families: [family: string, cases: RuleCase[]][]): string {
  const row = (family: string, cases: RuleCase[]) =>
    `| ${family} | ${new Set(cases.map(({ operator }) => operator)).size} | ${cases.length} |`;
  return [
    '| operators | with a rule | cases |',
    '| --- | --- | --- |',
    ...families.map(([family, cases]) => row(family, cases)),
    row(
      'all',
      families.flatMap(([, cases]) => cases),
    ),
  ].join('\n');
}

describe('The cases of gradient rules', () => {
  for (const [file, tableOf] of [
    ['docs/methods.md', ruleTable],
    ['README.md', familyTable],
  ] as const) {
    it(`are counted in ${file}`, () => {
      const page = readFileSync(file, 'utf8');
      const [, shown] = /<!-- rule table -->\n(.*?)\n<!-- end of rule table -->/s.exec(page) ?? [];
      const table = tableOf(ruleCases());
      assert.equal(shown, table, `the table of ${file} should be\n\n${table}\n`);
    });
  }
});
