import assert from 'node:assert/strict';
import type { Container } from '../../../src/cam/code/containers/container.ts';
import { isAboutContainer } from '../../../src/editor/code/found/containerLines.ts';

describe('the word of a line that a container is about', () => {
  const about = (container: Partial<Container>, line: string) => {
    const words = line.match(/[\p{ID_Continue}]+/gu) ?? [];
    const one = { line: 1, part: 'call' as const, container: container as Container };
    return words.filter((word) => isAboutContainer(one, word, line));
  };

  it('is its name', () => {
    const layer1 = { name: 'layer1', className: 'Sequential' };
    assert.deepEqual(about(layer1, 'x = self.layer1(x)'), ['layer1']);
    assert.deepEqual(about(layer1, 'self.layer1 = nn.Sequential('), ['layer1']);
    assert.deepEqual(about({ name: '_head' }, 'return self._head(x)'), ['_head']);
  });

  it('is the class of an element', () => {
    const element = { name: '0', className: 'Block' };
    assert.deepEqual(about(element, 'Block(6, 6, stride=0),'), ['Block']);
    assert.deepEqual(about(element, 'self.layer1 = nn.Sequential(Block(4, 4))'), ['Block']);
  });

  it('is any word if neither is in the line', () => {
    assert.deepEqual(about({ name: '0', className: 'Block' }, 'x = layer(x)'), ['x', 'layer', 'x']);
  });
});
