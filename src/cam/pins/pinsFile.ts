import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import type { CamError } from '../base/errors.ts';
import { fileError } from '../base/fileErrors.ts';
import { isObject } from '../base/jsonShape.ts';
import { withoutValue, withValue } from '../base/jsonText.ts';
import { isRecordedPathAllowed } from '../base/recordedPath.ts';
import { readJson, replaceText } from '../base/smallFile.ts';
import type { MapWay } from '../results/mapWay.ts';
import { MAP_WAYS } from '../results/mapWay.ts';

/** A class by its label, or by its number if the label is not unique. */
export type ExpectedClass = string | number;

/** An image that a user pinned for a model. */
export interface PinnedImage {
  /** Absolute. */
  path: string;
  expected: ExpectedClass | undefined;
}

/** The folder with the pins, and their model; both absolute. */
export interface PinsOf {
  folder: string;
  model: string;
}

/** Where a folder keeps its pins. */
export function pinsFileOf(folder: string): string {
  return path.join(folder, '.vscode', 'cam-lens.pins.json');
}

/**
 * The images that are pinned for a model, in the order of the file; none if there is no file.
 * @throws CamError `pinsInvalid`, naming the file, the key and the form that it expects.
 */
export async function readPins({ folder, model }: PinsOf): Promise<PinnedImage[]> {
  const { pins } = await readModels(folder);
  const images = (pins[keyOf(folder, model)] ?? {}) as Record<string, PinEntry>;
  return Object.entries(images).map(([key, { expected }]) => ({
    path: path.resolve(folder, key),
    expected,
  }));
}

/**
 * How the maps of a model's pinned images are made; undefined if the user chose nothing.
 * @throws CamError `pinsInvalid`
 */
export async function readPinsMethod({ folder, model }: PinsOf): Promise<MapWay | undefined> {
  return (await readModels(folder)).methods[keyOf(folder, model)];
}

/**
 * Chooses how the maps of a model's pinned images are made.
 * @param way undefined: as the model allows, a CAM first
 * @throws CamError `pinsInvalid` (nothing is written), `notWritable`
 */
export async function choosePinsMethod(of: PinsOf, way: MapWay | undefined): Promise<void> {
  const place = ['methods', keyOf(of.folder, of.model)];
  await edit(of.folder, (text) =>
    way === undefined
      ? withoutValue(text, place, 'go')
      : withValue(text, place, JSON.stringify(way)),
  );
}

/**
 * Pins images for a model; already pinned images do not change.
 * @param images absolute
 * @returns those that were not pinned before
 * @throws CamError `pinsInvalid` (nothing is written), `notWritable`
 */
export async function pinImages(of: PinsOf, images: readonly string[]): Promise<string[]> {
  const pinned = new Set((await readPins(of)).map((pin) => pin.path));
  const added = [...new Set(images)].filter((image) => !pinned.has(image));
  await edit(of.folder, (text) =>
    added.reduce((before, image) => withValue(before, placeOf(of, image), '{}'), text),
  );
  return added;
}

/**
 * Removes an image from the list.
 * @returns a function that restores it, with all its properties in the file
 * @throws CamError `pinsInvalid` (nothing is written), `notWritable`
 */
export async function unpinImage(of: PinsOf, image: string): Promise<() => Promise<void>> {
  const { folder } = of;
  const entry = await readEntry(of, image);
  const before = await readFile(pinsFileOf(folder), 'utf8').catch(() => '');
  const place = placeOf(of, image);
  const after = await edit(folder, (text) => withoutValue(text, place, 'go'));
  return async () => {
    if (entry === undefined) return;
    await edit(folder, (text) =>
      // If nothing else has changed since, the image gets its old place in the list.
      text === after ? withoutMark(before) : withValue(text, place, JSON.stringify(entry)),
    );
  };
}

/**
 * Sets the expected class of a pinned image.
 * @param expected undefined for none
 * @throws CamError `pinsInvalid` (nothing is written), `notWritable`
 */
export async function expectClass(
  of: PinsOf,
  image: string,
  expected: ExpectedClass | undefined,
): Promise<void> {
  const place = placeOf(of, image);
  const entry = await readEntry(of, image);
  const value = JSON.stringify(expected);
  await edit(of.folder, (text) => {
    if (expected === undefined) return withoutValue(text, [...place, 'expected'], 'stay');
    // The first property goes in the line of its image, so that an image is one line in a diff.
    if (!isObject(entry) || Object.keys(entry).length === 0) {
      return withValue(text, place, `{ "expected": ${value} }`);
    }
    return withValue(text, [...place, 'expected'], value);
  });
}

interface PinEntry {
  expected?: ExpectedClass;
}

/** Relative to the folder if it is inside, with `/` on every system, so that a repository can contain it. */
function keyOf(folder: string, file: string): string {
  const relative = path.relative(folder, file);
  const isInside = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  return (isInside ? relative : file).split(path.sep).join('/');
}

function placeOf({ folder, model }: PinsOf, image: string): string[] {
  return ['pins', keyOf(folder, model), keyOf(folder, image)];
}

/** The content of a file. */
interface PinsOfModels {
  /** Images by model. */
  pins: Record<string, Record<string, unknown>>;
  methods: Record<string, MapWay>;
}

async function readModels(folder: string): Promise<PinsOfModels> {
  const file = pinsFileOf(folder);
  const value = await readJson(file, 'pinsInvalid');
  if (value === undefined) return { pins: {}, methods: {} };
  if (!isObject(value)) throw invalid(file, t('the file'), t('a JSON object'));
  const { pins = {}, methods = {} } = value;
  if (!isObject(pins)) throw invalid(file, 'pins', t('an object of models'));
  for (const [model, images] of Object.entries(pins)) {
    if (!isObject(images)) throw invalid(file, `pins["${model}"]`, t('an object of images'));
    for (const [image, entry] of Object.entries(images)) {
      requireOnThisMachine(folder, file, `pins["${model}"]["${image}"]`, image);
      requireEntry(file, `pins["${model}"]["${image}"]`, entry);
    }
  }
  if (!isObject(methods)) throw invalid(file, 'methods', t('an object of models'));
  for (const [model, way] of Object.entries(methods)) requireWay(file, `methods["${model}"]`, way);
  return { pins, methods } as PinsOfModels;
}

function requireWay(file: string, key: string, way: unknown): void {
  if (MAP_WAYS.some((known) => known === way)) return;
  throw invalid(file, key, t('one of {0}', MAP_WAYS.join(', ')));
}

async function readEntry({ folder, model }: PinsOf, image: string): Promise<unknown> {
  return (await readModels(folder)).pins[keyOf(folder, model)]?.[keyOf(folder, image)];
}

function requireOnThisMachine(folder: string, file: string, key: string, image: string): void {
  if (isRecordedPathAllowed(image, { isTrusted: true, folders: [folder] })) return;
  throw invalid(file, key, t('a file on this machine, not on a share or a device'));
}

function requireEntry(file: string, key: string, entry: unknown): void {
  if (!isObject(entry)) throw invalid(file, key, t('an object, such as { "expected": "cat" }'));
  const { expected } = entry;
  const isNumber = Number.isInteger(expected) && (expected as number) >= 0;
  if (expected === undefined || isNumber) return;
  if (typeof expected === 'string' && expected !== '') return;
  throw invalid(file, `${key}.expected`, t('the label of a class, or its number counted from 0'));
}

function invalid(file: string, key: string, expected: string): CamError {
  return fileError(
    file,
    'pinsInvalid',
    t('{0} has pins that cannot be read: {1} must be {2}.', path.basename(file), key, expected),
    t('Correct the file.'),
  );
}

/** Edits the file (creates it if there is none) and returns its new text. */
async function edit(folder: string, change: (text: string) => string): Promise<string> {
  const file = pinsFileOf(folder);
  // A file of unexpected form is not overwritten.
  await readModels(folder);
  const whole = await readFile(file, 'utf8').catch(() => undefined);
  const text = whole === undefined ? '{}\n' : withoutMark(whole);
  const changed = change(text);
  if (changed === text) return text;
  requireEffect(file, text, changed);
  const mark = whole?.startsWith('\ufeff') ? '\ufeff' : '';
  await replaceText(whole === undefined ? file : await realpath(file), mark + changed);
  return changed;
}

/** If a key occurs twice, the last one counts, and the edit may have changed the other. */
function requireEffect(file: string, before: string, after: string): void {
  const value = (text: string) => JSON.stringify(JSON.parse(text));
  if (value(before) !== value(after)) return;
  const message = t('{0} has the same key twice.', path.basename(file));
  throw fileError(file, 'pinsInvalid', message, t('Remove one of them.'));
}

function withoutMark(text: string): string {
  return text.replace(/^\ufeff/, '');
}
