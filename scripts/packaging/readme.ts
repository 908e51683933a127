/** A picture with the empty line before it. */
const PICTURE = /\n\n!\[[^\]]*\]\([^)\s]+\)/g;
const IMAGE = /!\[[^\]]*\]\((?<address>[^)\s]+)\)/g;
const RELATIVE_LINK = /(?<!!)\[(?<text>[^\]]+)\]\((?![a-z]+:|#)[^)]+\)/g;

const WHERE_PICTURES_ARE =
  '*See it in pictures: choose the CAM Lens icon in the activity bar, then **Take the tour**.*';

/**
 * README.md for the extension's page in VS Code. That page reads no files and drops pictures inside the text: it shows
 * only what comes from the web. So the first picture becomes a sentence that leads to the tour, the others are left out,
 * and of a link to a file the text is left.
 */
export function readmeForPage(readme: string): string {
  let count = 0;
  return readme
    .replaceAll(PICTURE, () => (count++ === 0 ? `\n\n${WHERE_PICTURES_ARE}` : ''))
    .replaceAll(RELATIVE_LINK, '$<text>');
}

/** What the extension's page would not show, one sentence each. */
export function problemsOfReadme(readme: string): string[] {
  return [...readme.matchAll(IMAGE)]
    .map(({ groups }) => groups?.address ?? '')
    .filter((address) => !address.startsWith('https:'))
    .map((address) => `README.md: the extension's page cannot show ${address.slice(0, 40)}`);
}
