import { containerFacts } from '../../../cam/code/containers/containerFacts.ts';
import type { NodeOrigin } from '../../../cam/code/origins/origins.ts';
import type { ContainerLine } from './containerLines.ts';
import { linksOutside } from './containerLines.ts';
import type { DocumentModel, LineLink } from './linkedModels.ts';

/**
 * The sizes, without the batch, of what the lines of a document compute, by line: of layers, of blocks and containers,
 * and of vectors that leave the line.
 */
export function lineShapes({ code, links, containers }: DocumentModel): Map<number, number[][]> {
  const shapes = new Map<number, number[][]>();
  const add = (line: number, sizes: number[]) =>
    shapes.set(line, [...(shapes.get(line) ?? []), sizes]);
  const calls = containers.filter(({ part }) => part === 'call');
  for (const { line, container } of calls) {
    for (const sizes of containerFacts(container, code.facts).shapes) add(line, sizes);
  }
  const others = linksOutside(links, calls).filter(({ part }) => part === 'call');
  const takenAt = linesTaking(links, calls);
  for (const { line, node } of others) {
    const { layer, origin } = node;
    const { shape } = layer ?? {};
    if (shape) add(line, [shape.channels, shape.height, shape.width]);
    // What another operation of the line takes does not leave it.
    const isInside = origin.outputs.some((tensor) => takenAt.get(tensor)?.has(line));
    if (!layer && origin.vector && !isInside) add(line, origin.vector);
  }
  return shapes;
}

/** For each tensor the lines that call something that takes it. */
function linesTaking(
  links: readonly LineLink[],
  containers: readonly ContainerLine[],
): Map<string, Set<number>> {
  const lines = new Map<string, Set<number>>();
  const add = (line: number, { inputs }: NodeOrigin) => {
    for (const tensor of inputs) lines.set(tensor, (lines.get(tensor) ?? new Set()).add(line));
  };
  for (const { line, part, node } of links) if (part === 'call') add(line, node.origin);
  for (const { line, container } of containers) {
    for (const node of container.nodes) add(line, node);
  }
  return lines;
}
