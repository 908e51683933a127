import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import type { RuleCase } from './ruleCases.ts';
import { ruleCases } from './ruleCases.ts';

/** How many cases of each operator are compared with PyTorch, as the README shows it. */
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

describe('The cases of gradient rules', () => {
  it('are counted in the README', () => {
    const page = readFileSync('README.md', 'utf8');
    const [, shown] = /<!-- rule table -->\n(.*?)\n<!-- end of rule table -->/s.exec(page) ?? [];
    const table = ruleTable(ruleCases());
    assert.equal(shown, table, `the table of the README should be\n\n${table}\n`);
  });
});
