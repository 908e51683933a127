import path from 'node:path';
import sharp from 'sharp';

/** Two columns of text in an editor, on a screen with a device pixel for each CSS pixel. */
const MAX_WIDTH = 1400;

const IMAGE = /!\[(?<alt>[^\]]*)\]\((?<file>[^)\s]+)\)/g;
const RELATIVE_LINK = /(?<!!)\[(?<text>[^\]]+)\]\((?![a-z]+:|#)[^)]+\)/g;

/**
 * README.md for the extension's page in VS Code. That page has no access to files, so pictures become part of the text,
 * and of a link to a file the text is left.
 * @param folder where the relative paths of pictures start
 */
export async function readmeForPage(readme: string, folder: string): Promise<string> {
  const embedded = new Map<string, string>();
  for (const { groups } of readme.matchAll(IMAGE)) {
    const file = groups?.file ?? '';
    if (!isAddress(file)) embedded.set(file, await embeddedImage(path.join(folder, file)));
  }
  return readme
    .replaceAll(IMAGE, (_, alt: string, file: string) => `![${alt}](${embedded.get(file) ?? file})`)
    .replaceAll(RELATIVE_LINK, '$<text>');
}

/** What the extension's page would not show, one sentence each. */
export function problemsOfReadme(readme: string): string[] {
  const images = [...readme.matchAll(IMAGE)].map(({ groups }) => groups?.file ?? '');
  return images
    .filter((file) => !isAddress(file))
    .map((file) => `README.md: the extension's page cannot show ${file}`);
}

function isAddress(file: string): boolean {
  return /^(https|data):/.test(file);
}

/** WebP, animated if the file is. */
async function embeddedImage(file: string): Promise<string> {
  const bytes = await sharp(file, { animated: true })
    .resize({ width: MAX_WIDTH, withoutEnlargement: true })
    .webp({ quality: 82 })
    .toBuffer();
  return `data:image/webp;base64,${bytes.toString('base64')}`;
}
