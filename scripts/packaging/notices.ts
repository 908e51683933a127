import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bundles, metafileOf } from '../bundles.ts';
import { inRepository } from '../repository.ts';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly homepage?: string;
  readonly repository?: string | { readonly url?: string };
}

/**
 * The notices that the packages inside the extension's package require: name, version, licence and its text.
 * @param modules a folder `node_modules`; its packages are shipped if `isShipped` accepts their names
 * @throws Error if a package states no licence
 */
export async function thirdPartyNotices(
  modules: string,
  isShipped: (name: string) => boolean,
): Promise<string> {
  const shipped = packagesIn(modules).filter(isShipped);
  const folders = [
    ...shipped.map((name) => path.join(modules, name)),
    ...(await bundledPackages()),
  ];
  const notices = [...new Set([...folders.map(noticeOf), namesNotice()])].sort();
  return `CAM Lens contains these packages of others.\n\n${notices.join('\n')}`;
}

/** Names of the packages in a `node_modules`. */
function packagesIn(modules: string): string[] {
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@')
        ? readdirSync(path.join(modules, name)).map((inside) => `${name}/${inside}`)
        : [name],
    );
}

/** Folders of the packages that are (partly) in the bundles. */
async function bundledPackages(): Promise<string[]> {
  const metafiles = await Promise.all(bundles.map(metafileOf));
  const inputs = metafiles.flatMap(({ inputs: files }) => Object.keys(files));
  const names = inputs.map((file) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(names.filter((name) => name !== undefined))].map((name) => inRepository(name));
}

/** Texts that packages leave out of what they publish. */
const licences = inRepository('scripts', 'packaging', 'licences');

/** The built-in names of classes. */
function namesNotice(): string {
  const text = readFileSync(path.join(licences, 'torchvision.txt'), 'utf8').trim();
  return notice(
    'the class names of torchvision (BSD-3-Clause)',
    'https://github.com/pytorch/vision',
    [text],
  );
}

function notice(title: string, home: string, texts: readonly string[]): string {
  return `${'='.repeat(80)}\n${title}\n${home}\n\n${texts.join('\n\n')}\n`;
}

/** Packages of Microsoft under its MIT licence, whose text is only in their repositories. */
const MICROSOFT = /^(@microsoft\/fast-|@vscode\/l10n$|onnxruntime-(common|node)$)/;

/**
 * The notice of a package, with those of the libraries inside it.
 * @throws Error if it states no licence, or has no text of one
 */
export function noticeOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
  const { name, version, license, homepage, repository } = manifest;
  if (!license) throw new Error(`${name} ${version} states no licence.`);
  const home = homepage ?? (typeof repository === 'string' ? repository : repository?.url) ?? '';
  const texts = [...ownTexts(folder), ...textsOf(folder, manifest)].map((text) => text.trim());
  if (texts.length === 0) throw new Error(`${name} ${version} has no text of its licence.`);
  return notice(`${name} ${version} (${license})`, home, texts);
}

function ownTexts(folder: string): string[] {
  const files = readdirSync(folder);
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  const texts = files.filter((file) => /^(licen[cs]e|notice|third-?party)/i.test(file)).map(read);
  if (texts.length > 0) return texts;
  // Some packages have it only at the end of their readme.
  const readme = files.find((file) => /^readme/i.test(file));
  const [, ofReadme] = (readme === undefined ? '' : read(readme)).split(/^#+ *licen[cs]e *$/im);
  return ofReadme === undefined ? [] : [ofReadme];
}

function textsOf(folder: string, { name, version, license = '' }: Manifest): string[] {
  const text = (file: string) => readFileSync(path.join(licences, file), 'utf8');
  const texts: string[] = [];
  if (MICROSOFT.test(name)) texts.push(text('microsoft-mit.txt'));
  // The libraries in onnxruntime differ from version to version; its Python package has the file.
  if (name === 'onnxruntime-node') texts.push(text(`onnxruntime-${version}-notices.txt`));
  // Prebuilt libvips: the table of the libraries in it, their versions, and the licence of most of them.
  if (/LGPL/.test(license)) {
    texts.push(...librariesIn(folder), text('lgpl-3.0.txt'), text('gpl-3.0.txt'));
  }
  return texts;
}

function librariesIn(folder: string): string[] {
  const [, table] = /^## Licensing\r?\n([\s\S]+)/m.exec(read(folder, 'README.md')) ?? [];
  if (table === undefined) throw new Error(`${folder} does not say which libraries it holds.`);
  const versions = JSON.parse(read(folder, 'versions.json')) as Record<string, string>;
  const lines = Object.entries(versions).map(([library, version]) => `${library} ${version}`);
  return [table, `Versions:\n${lines.join('\n')}`];
}

function read(folder: string, file: string): string {
  return readFileSync(path.join(folder, file), 'utf8');
}
