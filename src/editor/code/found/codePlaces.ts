import type { SourceLine } from '../../../cam/code/python/codeLink.ts';
import type { CodePart } from '../../../protocol/code.ts';

/** Where something is defined and where it is called; undefined if that is not known. */
export type CodePlaces = Record<CodePart, SourceLine | undefined>;

/** The places that are in a file. */
export function placesIn(
  { definition, call }: CodePlaces,
  file: string,
): { part: CodePart; line: number }[] {
  const places: [CodePart, SourceLine | undefined][] = [
    ['definition', definition],
    ['call', call],
  ];
  return places.flatMap(([part, place]) =>
    place?.file === file ? [{ part, line: place.line }] : [],
  );
}
