import assert from 'node:assert/strict';
import { selectClass } from '../../../src/cli/classSelection.ts';
import { UsageError } from '../../../src/cli/command/exitCode.ts';

const labels = ['street', 'street sign', 'Tabby, tabby cat', 'tiger cat', 'crane', 'crane', '99'];

describe('class selection', () => {
  for (const [wanted, index] of [
    ['3', 3],
    ['street', 0],
    ['STREET', 0],
    ['sign', 1],
    ['tabby', 2],
    ['tiger cat', 3],
    ['99', 6],
  ] as const) {
    it(`takes \`${wanted}\` as class ${index}`, () => {
      assert.equal(selectClass(labels, wanted), index);
    });
  }

  for (const [wanted, message, nextAction] of [
    ['cat', /2 \(Tabby, tabby cat\) or 3 \(tiger cat\)/, /index/],
    ['crane', /4 \(crane\) or 5 \(crane\)/, /index/],
    ['tigre', /no class `tigre`/, /3 \(tiger cat\)/],
    ['7', /no class `7`/, /0 to 6/],
    ['-1', /no class `-1`/, /0 to 6/],
    ['', /no class ``/, /0 to 6/],
    ['helicopter', /no class/, /^This model has the classes 0 to 6\.$/],
  ] as const) {
    it(`refuses \`${wanted}\` with the candidates`, () => {
      assert.throws(
        () => selectClass(labels, wanted),
        (error) =>
          error instanceof UsageError &&
          message.test(error.message) &&
          nextAction.test(error.nextAction),
      );
    });
  }
});
