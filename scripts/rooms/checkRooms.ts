// Checks that the source folders match `rooms.ts` and import only what it allows; part of `npm run lint`. `--write`
// updates the table in ARCHITECTURE.md.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesIn, inRepository } from '../repository.ts';
import type { Import } from './imports.ts';
import { importsOf } from './imports.ts';
import { everyones, rooms, typesForAll } from './rooms.ts';
import { withRoomTable } from './table.ts';

/** With more files, names alone are not enough to find one. */
const MOST_FILES = 16;

const folderOf = path.posix.dirname;

function covers(pattern: string, folder: string): boolean {
  if (!pattern.endsWith('/**')) return pattern === folder;
  const parent = pattern.slice(0, -3);
  return folder === parent || folder.startsWith(`${parent}/`);
}

function checkFolders(files: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(folderOf(file), (counts.get(folderOf(file)) ?? 0) + 1);
  const named = new Set(rooms.map(({ folder }) => folder));
  return [
    ...[...counts.keys()]
      .filter((folder) => !named.has(folder))
      .map((folder) => `${folder} is no room of scripts/rooms/rooms.ts.`),
    ...rooms
      .filter(({ folder }) => !counts.has(folder))
      .map(({ folder }) => `${folder} of scripts/rooms/rooms.ts has no files.`),
    ...[...counts]
      .filter(([, count]) => count > MOST_FILES)
      .map(([folder, count]) => `${folder} has ${count} files; a room has at most ${MOST_FILES}.`),
  ];
}

function checkImports(imports: readonly Import[]): string[] {
  const violations: string[] = [];
  const used = new Set<string>();
  for (const { from, to, isType } of imports) {
    const [room, imported] = [folderOf(from), folderOf(to)];
    if (room === imported) continue;
    const rules = rooms.find(({ folder }) => folder === room)?.mayImport ?? [];
    const rule = rules.find((pattern) => covers(pattern, imported));
    if (rule !== undefined) used.add(`${room} ${rule}`);
    const free = isType ? [...everyones, ...typesForAll] : everyones;
    if (rule === undefined && !free.some((pattern) => covers(pattern, imported))) {
      violations.push(`${from} must not import ${to}: see scripts/rooms/rooms.ts.`);
    }
  }
  for (const { folder, mayImport } of rooms) {
    for (const rule of mayImport.filter((pattern) => !used.has(`${folder} ${pattern}`))) {
      violations.push(
        `${folder} imports nothing of ${rule}: take it out of scripts/rooms/rooms.ts.`,
      );
    }
  }
  return violations;
}

/** Folders that import values from each other, directly or through others, one sentence for each folder. */
function checkKnots(imports: readonly Import[]): string[] {
  const below = new Map<string, Set<string>>();
  for (const { from, to, isType } of imports) {
    if (isType || folderOf(from) === folderOf(to)) continue;
    below.set(folderOf(from), (below.get(folderOf(from)) ?? new Set()).add(folderOf(to)));
  }
  const reach = (start: string): Set<string> => {
    const seen = new Set<string>();
    const open = [start];
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      for (const next of below.get(folder) ?? []) {
        if (!seen.has(next)) open.push(next);
        seen.add(next);
      }
    }
    return seen;
  };
  return [...below.keys()]
    .filter((folder) => reach(folder).has(folder))
    .map((folder) => `${folder} imports rooms that import it again.`);
}

function checkTable(): string[] {
  const file = inRepository('ARCHITECTURE.md');
  const text = readFileSync(file, 'utf8');
  const expected = withRoomTable(text, rooms);
  if (text === expected) return [];
  if (!process.argv.includes('--write')) {
    return ['The table of rooms in ARCHITECTURE.md is old: npm run lint:rooms -- --write'];
  }
  writeFileSync(file, expected);
  return [];
}

/** Checks that every file that ARCHITECTURE.md names, in full or by the end of its path, exists. */
function checkPaths(files: readonly string[]): string[] {
  const text = readFileSync(inRepository('ARCHITECTURE.md'), 'utf8');
  const named = [...text.matchAll(/`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|css))`/g)];
  return [...new Set(named.map(([, name = '']) => name))]
    .filter((name) => !files.some((file) => `/${file}`.endsWith(`/${name}`)))
    .map((name) => `ARCHITECTURE.md names ${name}, which is no file.`);
}

const SOURCES = /\.(ts|css)$/;
const files = ['src', 'webview'].flatMap((folder) => filesIn(folder, SOURCES));
const others = ['scripts', 'test', 'bench'].flatMap((folder) => filesIn(folder, SOURCES));
const imports = importsOf(files);
const violations = [
  ...checkFolders(files),
  ...checkImports(imports),
  ...checkKnots(imports),
  ...checkTable(),
  ...checkPaths([...files, ...others]),
];
for (const violation of violations) console.error(violation);
if (violations.length > 0) process.exitCode = 1;
