import type { Container } from '../../../cam/code/containers/container.ts';
import type { CodePart } from '../../../protocol/code.ts';
import { placesIn } from './codePlaces.ts';
import type { LineLink } from './linkedModels.ts';

/** A line of a document and what runs several nodes of a model that is defined or called there. */
export interface ContainerLine {
  /** From 1. */
  line: number;
  part: CodePart;
  container: Container;
}

/** Where the containers of a model are in a file. */
export function containerLinesIn(containers: readonly Container[], file: string): ContainerLine[] {
  return containers.flatMap((container) =>
    placesIn(container, file).map((place) => ({ ...place, container })),
  );
}

/** The links that none of the containers at the same line tells of already. */
export function linksOutside(
  links: readonly LineLink[],
  containers: readonly ContainerLine[],
): LineLink[] {
  return links.filter(
    ({ line, part, node }) =>
      !containers.some(
        (other) =>
          other.line === line && other.part === part && other.container.nodes.includes(node.origin),
      ),
  );
}

/**
 * Whether a word of a line is what a container there is about: its name; of an element of a list or Sequential,
 * whose name is not in the code, that of its class; any word where the line has neither.
 */
export function isAboutContainer(
  { container: { name, className } }: ContainerLine,
  word: string,
  line: string,
): boolean {
  const isNumber = /^\d+$/.test(name);
  const named = [...(isNumber ? [] : [name]), ...(className === undefined ? [] : [className])];
  const told = named.find((one) => hasWord(line, one));
  return told === undefined || told === word;
}

/** Whether a line of code has a word, e.g. `conv`, which `conv1` is not. */
export function hasWord(line: string, word: string): boolean {
  return line.split(/[^\p{ID_Continue}]+/u).includes(word);
}
