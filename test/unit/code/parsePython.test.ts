import assert from 'node:assert/strict';
import { exportCalls } from '../../../src/cam/code/python/exportCalls.ts';
import { parsePython } from '../../../src/cam/code/python/parsePython.ts';
import type { PythonClass, PythonFile } from '../../../src/cam/code/python/pythonFile.ts';
import { classAt, functionAt, lastLineOfStatement } from '../../../src/cam/code/python/syntax.ts';
import { transformsOf } from '../../../src/cam/code/python/transforms.ts';

const source = `from .blocks.plain import Block as B, Unit
import torch.nn as nn, torch
from helpers import (
    head,
    tail as end,
)


class Net(nn.Module):
    """self.docstring = nn.Conv2d(1, 1, 1)"""

    def __init__(self, gmp=False):
        super().__init__()
        # self.comment = nn.Conv2d(1, 1, 1)
        self.conv: nn.Module = nn.Conv2d(
            3,
            4,
        )
        self.first = self.second = nn.ReLU()
        self.left, self.right = B(1), Unit(2)
        if gmp:
            self.pool = nn.AdaptiveMaxPool2d(1)
        else:
            self.pool = nn.AdaptiveAvgPool2d(1)
        setattr(self, "by_name", nn.Linear(1, 1))
        self.add_module("added", nn.Linear(1, 1))

    @torch.no_grad()
    async def forward(self, x):
        for i, layer in enumerate(self.layers):
            x = layer(x)
        y = [branch(x) for branch in self.branches]
        print(f"self.text(x)")
        return self.pool(
            self.conv(x)
        ) + self.items[0](y)


def make():
    torch.onnx.export(Net(), torch.zeros(1), "net.onnx", dynamo=True)
    torch.onnx.export(Net(), torch.zeros(1), path)
`;

describe('reading Python as text', () => {
  let file: PythonFile;
  let net: PythonClass | undefined;

  before(async () => {
    file = await parsePython('net.py', source);
    [net] = file.classes;
  });

  it('finds classes and their methods by line', () => {
    assert.equal(file.classes.length, 1);
    assert.deepEqual(
      [net?.name, net?.bases, net?.line, net?.endLine],
      ['Net', ['nn.Module'], 9, 36],
    );
    const methods = net?.methods.map(({ name, line, endLine }) => [name, line, endLine]);
    assert.deepEqual(methods, [
      ['__init__', 12, 26],
      ['forward', 29, 36],
    ]);
    assert.deepEqual(
      file.functions.map(({ name, line }) => [name, line]),
      [['make', 39]],
    );
    assert.equal(classAt(file, 20), net);
    assert.equal(classAt(file, 40), undefined);
    assert.equal(functionAt(file, 33), 'forward');
  });

  it('finds where attributes are set, and not in comments and texts', () => {
    const found = net?.definitions.map(({ name, line }) => [name, line]);
    assert.deepEqual(found, [
      ['conv', 15],
      ['first', 19],
      ['second', 19],
      ['left', 20],
      ['right', 20],
      ['pool', 22],
      ['pool', 24],
      ['by_name', 25],
      ['added', 26],
    ]);
  });

  it('finds where attributes are called, also in loops and by index', () => {
    const found = net?.uses.map(({ name, line }) => [name, line]);
    assert.deepEqual(
      found?.filter(([name]) => name !== 'add_module'),
      [
        ['layers', 31],
        ['branches', 32],
        ['pool', 34],
        ['conv', 35],
        ['items.0', 36],
      ],
    );
  });

  it('knows the meaning of imported names', () => {
    assert.deepEqual(Object.fromEntries(file.imports), {
      B: { module: '.blocks.plain', name: 'Block' },
      Unit: { module: '.blocks.plain', name: 'Unit' },
      nn: { module: 'torch.nn', name: undefined },
      torch: { module: 'torch', name: undefined },
      head: { module: 'helpers', name: 'head' },
      end: { module: 'helpers', name: 'tail' },
    });
  });

  it('knows the last line of a statement', () => {
    assert.equal(lastLineOfStatement(file, 34), 36);
    assert.equal(lastLineOfStatement(file, 35), 36);
    assert.equal(lastLineOfStatement(file, 15), 18);
    assert.equal(lastLineOfStatement(file, 30), 30, 'a loop is no simple statement');
  });

  it('finds calls that export, with the file that they name', () => {
    assert.deepEqual(exportCalls(file), [
      { line: 40, target: 'net.onnx' },
      { line: 41, target: undefined },
    ]);
  });

  it('survives text that is not Python', async () => {
    for (const text of [
      '',
      '\u0000\ufffd',
      'class',
      'class (:\n  def\n',
      '((((((',
      '"""',
      'def f(:\n\tself.x =',
    ]) {
      assert.ok(Array.isArray((await parsePython('broken.py', text)).classes));
    }
  });

  it('lets other work run while it reads a long file', async () => {
    const long = `${source}\n`.repeat(100);
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const { classes } = await parsePython('long.py', long);
    clearInterval(timer);
    assert.equal(classes.length, 100);
    assert.equal(classes.at(-1)?.line, 99 * 42 + 9);
    assert.ok(turns > 0, 'others had a turn');
  });

  it('counts lines of Windows, and reads names of any script', async () => {
    const windows = await parsePython(
      'w.py',
      'class Größe:\r\n  def __init__(self):\r\n    self.weiß = f()\r\n',
    );
    const [found] = windows.classes;
    assert.equal(found?.name, 'Größe');
    assert.deepEqual(
      found?.definitions[0] && [found.definitions[0].name, found.definitions[0].line],
      ['weiß', 3],
    );
  });
});

describe('transforms in code', () => {
  it('are read if their arguments are numbers, or names of numbers', async () => {
    const file = await parsePython(
      't.py',
      `MEAN = [0.485, 0.456, 0.406]
train = Compose([
    T.Resize(256), T.CenterCrop((224, 224)),
    T.Normalize(MEAN, std=(0.229, 0.224, 0.225)),
    T.Normalize(mean=compute(), std=[1]),
    T.Resize(size),
])
`,
    );
    assert.deepEqual(transformsOf(file), [
      { line: 3, name: 'Resize', size: [256] },
      { line: 3, name: 'CenterCrop', size: [224, 224] },
      { line: 4, name: 'Normalize', mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    ]);
  });
});
