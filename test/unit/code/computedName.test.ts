import assert from 'node:assert/strict';
import { parsePython } from '../../../src/cam/code/python/parsePython.ts';

async function patternOf(expression: string): Promise<RegExp | undefined> {
  const source = `class Net(nn.Module):
    def __init__(self):
        for i, name in enumerate(names):
            setattr(self, ${expression}, nn.Conv2d(1, 1, 1))
`;
  const { classes } = await parsePython('net.py', source);
  return classes[0]?.definitions[0]?.pattern;
}

describe('names that are computed', () => {
  const cases: [expression: string, names: string[], others: string[]][] = [
    ['f"conv{i}"', ['conv0', 'conv12'], ['conv', 'conv1_norm', 'xconv1']],
    ['f"{name}_conv{i + 1}"', ['left_conv2'], ['left_conv', '_conv2', 'left.x_conv2']],
    ['f"block{stage}-{i} (a+b)"', ['block1-2 (a+b)'], ['block1-x (a+b)', 'block1-2 (aab)']],
    ['"layer%d" % (i + 1)', ['layer1'], ['layerA', 'layer']],
    ['"%s_head" % name', ['fine_head'], ['_head']],
    ['"stage{}".format(i)', ['stage3', 'stage_3'], ['stage']],
    ['"block" + str(i)', ['block1'], ['block', 'blocks']],
    ['(f"a.{i}")', ['a.1'], ['ab1']],
  ];
  for (const [expression, names, others] of cases) {
    it(expression, async () => {
      const pattern = await patternOf(expression);
      for (const name of names) assert.match(name, pattern ?? /$^/);
      for (const name of others) assert.doesNotMatch(name, pattern ?? /^/);
    });
  }

  it('are unknown if no part of them is written', async () => {
    for (const expression of ['name', 'f"{name}"', 'str(i)', 'names[i] + name']) {
      assert.equal(await patternOf(expression), undefined, expression);
    }
  });
});
