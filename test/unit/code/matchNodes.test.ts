import assert from 'node:assert/strict';
import { matchNodes } from '../../../src/cam/code/origins/matchNodes.ts';
import type { NodeOrigin } from '../../../src/cam/code/origins/origins.ts';

function node(name: string, inputs: string[], operator = 'MaxPool'): NodeOrigin {
  return {
    node: name,
    operator,
    inputs,
    outputs: [name],
    vector: undefined,
    module: '',
    weights: [],
    rewritings: [],
    scopes: [],
    numbers: {},
    frames: [],
  };
}

function linesOf(nodes: NodeOrigin[], lines: number[], all = nodes): (number | undefined)[] {
  const calls = lines.map((line) => ({ file: 'net.py', line }));
  return matchNodes(nodes, calls, () => true, all).map((found) => found?.line);
}

describe('which call made which node', () => {
  it('follows the data', () => {
    const [first, between, second] = [node('a', ['x']), node('b', ['a'], 'Relu'), node('c', ['b'])];
    assert.deepEqual(linesOf([first, second], [3, 5], [first, between, second]), [3, 5]);
  });

  it('follows the counts of the TorchScript exporter', () => {
    assert.deepEqual(
      linesOf([node('/p_1/MaxPool', ['x']), node('/p/MaxPool', ['x'])], [3, 5]),
      [5, 3],
    );
  });

  it('is not known for branches side by side', () => {
    assert.deepEqual(linesOf([node('a', ['x']), node('b', ['x'])], [3, 5]), [undefined, undefined]);
    const joined = [node('a', ['x']), node('b', ['x']), node('c', ['a', 'b'])];
    assert.deepEqual(linesOf(joined, [3, 5, 7]), [undefined, undefined, 7]);
  });

  it('is known if only one call can make a node', () => {
    const nodes = [node('a', ['x']), node('b', ['x'], 'ReduceMax')];
    const calls = [
      { file: 'net.py', line: 3, operator: 'ReduceMax' },
      { file: 'net.py', line: 5, operator: 'MaxPool' },
    ];
    const found = matchNodes(
      nodes,
      calls,
      (call, { operator }) => call.operator === operator,
      nodes,
    );
    assert.deepEqual(
      found.map((call) => call?.line),
      [5, 3],
    );
  });

  it('is not known if there are more calls than nodes', () => {
    assert.deepEqual(linesOf([node('a', ['x'])], [3, 5]), [undefined]);
  });
});
