import type { Container } from '../../../cam/code/containers/container.ts';
import type { CodePart } from '../../../protocol/code.ts';
import { placesIn } from './codePlaces.ts';
import type { LineLink } from './linkedModels.ts';

/** A line of a document, and a container (it runs several nodes of a model) that is defined or called there. */
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

/** The links that no container at the same line already covers. */
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
 * Whether a word of a line refers to a container there. That is its name; for an element of a list or Sequential, whose
 * name is not in the code, the name of its class; if the line has neither, any word.
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

/** Whether a line of code has a whole word: `conv` is not in `conv1`. */
export function hasWord(line: string, word: string): boolean {
  return line.split(/[^\p{ID_Continue}]+/u).includes(word);
}
