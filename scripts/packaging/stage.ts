import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runNpm } from '../command.ts';
import { inRepository, repositoryRoot } from '../repository.ts';
import { belongsInPackage } from './contents.ts';
import { thirdPartyNotices } from './notices.ts';
import { readmeForPage } from './readme.ts';
import type { Target } from './targets.ts';

const copied = [
  ...['package.json', 'package.nls.json', 'package-lock.json', '.npmrc'],
  ...['README.md', 'CHANGELOG.md', 'LICENSE'],
  ...['dist', 'media', 'samples', 'schemas', 'l10n'],
  ...picturesOfManifest(),
];

/** The pictures of the walkthrough. */
function picturesOfManifest(): string[] {
  const manifest = readFileSync(inRepository('package.json'), 'utf8');
  return manifest.match(/docs\/images\/[\w-]+\.png/g) ?? [];
}

/** Fields of package.json that matter only in the repository. */
const repositoryOnly = ['private', 'scripts', 'bin', 'devDependencies', 'allowScripts'];

/** Fills an empty folder with the built extension and the target's production dependencies. */
export async function stageExtension(folder: string, target: Target): Promise<void> {
  for (const name of copied) {
    const source = path.join(repositoryRoot, name);
    if (existsSync(source)) cpSync(source, path.join(folder, name), { recursive: true });
  }
  const readmeFile = path.join(folder, 'README.md');
  writeFileSync(readmeFile, readmeForPage(readFileSync(readmeFile, 'utf8')));
  const libc = target.os === 'linux' ? ['--libc=glibc'] : [];
  const platform = [`--os=${target.os}`, `--cpu=${target.cpu}`, ...libc];
  const flags = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await runNpm(['ci', ...flags, ...platform], { cwd: folder });
  const notices = await thirdPartyNotices(path.join(folder, 'node_modules'), (name) =>
    belongsInPackage(`node_modules/${name}/package.json`, target),
  );
  writeFileSync(path.join(folder, 'ThirdPartyNotices.txt'), notices);
  const manifestFile = path.join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, unknown>;
  for (const field of repositoryOnly) delete manifest[field];
  writeFileSync(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
}
