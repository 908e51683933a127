import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Problem } from '../command.ts';
import { readManifest, repositoryRoot } from '../repository.ts';
import { installCodeServer } from './install.ts';
import { serverEnvironment } from './server.ts';

/** A temporary folder of installed extensions; `remove` deletes it. */
export interface ExtensionsFolder {
  readonly path: string;
  remove(): void;
}

/** An extensions folder with nothing in it. */
export function emptyExtensionsFolder(): ExtensionsFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-extensions-'));
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** An extensions folder with a link to this repository: the extension of the last build. */
export function linkedExtension(): ExtensionsFolder {
  const extensions = emptyExtensionsFolder();
  const { publisher, name, version } = readManifest();
  const link = path.join(extensions.path, `${publisher}.${name}-${version}`);
  symlinkSync(repositoryRoot, link, 'junction');
  return extensions;
}

/**
 * An extensions folder with the packaged extension, installed as a user does it. Throws when code-server refuses it.
 */
export async function installedExtension(vsixFile: string): Promise<ExtensionsFolder> {
  const { node, entry } = await installCodeServer();
  const extensions = emptyExtensionsFolder();
  const userData = mkdtempSync(path.join(tmpdir(), 'cam-lens-user-'));
  const result = spawnSync(
    node,
    [
      ...[entry, '--config', path.join(userData, 'config.yaml'), '--user-data-dir', userData],
      ...['--extensions-dir', extensions.path, '--install-extension', path.resolve(vsixFile)],
    ],
    { env: serverEnvironment(), encoding: 'utf8' },
  );
  rmSync(userData, { recursive: true, force: true });
  if (result.status !== 0) {
    extensions.remove();
    throw new Problem(`${vsixFile} could not be installed:\n${result.stdout}${result.stderr}`);
  }
  return extensions;
}
