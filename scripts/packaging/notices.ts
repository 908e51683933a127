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
  const notices = [...new Set(folders.map(noticeOf))].sort();
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

function noticeOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
  const { name, version, license, homepage, repository } = manifest;
  if (!license) throw new Error(`${name} ${version} states no licence.`);
  const home = homepage ?? (typeof repository === 'string' ? repository : repository?.url) ?? '';
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text = file ? readFileSync(path.join(folder, file), 'utf8').trim() : '';
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n${home}\n\n${text}\n`;
}
