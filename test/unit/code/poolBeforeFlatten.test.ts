import assert from 'node:assert/strict';
import type { TextEdit } from '../../../src/cam/code/findings/poolBeforeFlatten.ts';
import { poolBeforeFlatten } from '../../../src/cam/code/findings/poolBeforeFlatten.ts';
import { parsePython } from '../../../src/cam/code/python/parsePython.ts';

const map = { channels: 512, height: 7, width: 7 };

/** The text with the edits, or undefined if none is certain. Lines count from 1. */
async function fixed(
  text: string,
  flattenLine: number,
  linearLine: number,
): Promise<string | undefined> {
  const file = await parsePython('net.py', text);
  const edits = poolBeforeFlatten({ file, line: flattenLine }, { file, line: linearLine }, map);
  return edits && applied(text, edits);
}

function applied(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.from - a.from)
    .reduce((result, edit) => result.slice(0, edit.from) + edit.text + result.slice(edit.to), text);
}

describe('pooling a map before it is flattened', () => {
  it('in one line of a Sequential', async () => {
    const text = 'self.head = nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.Linear(25088, 10))\n';
    assert.equal(
      await fixed(text, 1, 1),
      'self.head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.5), nn.Linear(512, 10))\n',
    );
  });

  it('in a Sequential over several lines, with its indentation', async () => {
    const text = 's = Sequential(\n    Flatten(),\n    Linear(512 * 7 * 7, 10),\n)\n';
    assert.equal(
      await fixed(text, 2, 3),
      's = Sequential(\n    AdaptiveAvgPool2d(1),\n    Flatten(),\n    Linear(512, 10),\n)\n',
    );
  });

  it('where forward flattens', async () => {
    const linear = 'self.fc = nn.Linear(in_features=7 * 7 * 512, out_features=10)\n';
    const pooled = 'self.fc = nn.Linear(in_features=512, out_features=10)\n';
    const calls = [
      'torch.flatten(x, 1)',
      'x.flatten(1)',
      'x.view(x.size(0), -1)',
      'x.reshape(len(x), -1)',
    ];
    for (const call of calls) {
      assert.equal(
        await fixed(`${linear}x = ${call}\n`, 2, 1),
        `${pooled}x = x.mean((2, 3))\n`,
        call,
      );
    }
  });

  it('where a separate module flattens', async () => {
    const text = 'self.flat = nn.Flatten()\nself.fc = nn.Linear(25088, 10)\n';
    assert.equal(
      await fixed(text, 1, 2),
      'self.flat = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())\nself.fc = nn.Linear(512, 10)\n',
    );
  });

  it('is not offered if the code is not certain', async () => {
    const linear = 'self.fc = nn.Linear(25088, 10)\n';
    const uncertain: [string, string][] = [
      ['another size', 'self.fc = nn.Linear(25087, 10)\nx = x.flatten(1)\n'],
      ['a size that is computed', 'self.fc = nn.Linear(width, 10)\nx = x.flatten(1)\n'],
      ['from another axis', `${linear}x = x.flatten(2)\n`],
      ['another reshaping', `${linear}x = x.view(-1, 4)\n`],
      ['several in one line', `${linear}x = f(x.flatten(1), y.flatten(1))\n`],
      ['of an expression', `${linear}x = torch.flatten(f(x), 1)\n`],
      ['nothing of the kind', `${linear}x = g(x)\n`],
    ];
    for (const [why, text] of uncertain) assert.equal(await fixed(text, 2, 1), undefined, why);
  });
});
