import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository's root folder. */
export const repositoryRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Ignored folder for everything that is downloaded to run the tests: code-server, a browser, desktop VS Code. */
export const downloadsFolder = path.join(repositoryRoot, '.vscode-test');

/** The workspace that ships with the extension. */
export const samplesFolder = path.join(repositoryRoot, 'samples');

export interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
  readonly [key: string]: unknown;
}

/** Reads the extension's package.json. */
export function readManifest(): Manifest {
  return JSON.parse(readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8')) as Manifest;
}

/** An absolute path inside the repository. */
export function inRepository(...segments: string[]): string {
  return path.join(repositoryRoot, ...segments);
}

/** Files of a folder and its sub-folders with this ending, sorted; relative to the repository, with `/`. */
export function filesIn(folder: string, ending: RegExp): string[] {
  return readdirSync(inRepository(folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file.replaceAll(path.sep, '/')))
    .filter((file) => ending.test(file))
    .sort();
}
