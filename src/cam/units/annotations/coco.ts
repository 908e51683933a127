import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Size } from '../../base/geometry.ts';
import type { JsonObject } from '../../base/jsonShape.ts';
import { asNumbers, isObject } from '../../base/jsonShape.ts';
import type { AnnotatedImage, AnnotatedObject, AnnotationSet } from './annotation.ts';
import { checkedSize } from './annotation.ts';
import { invalidAnnotations } from './errors.ts';
import { polygonMask, rectangleMask } from './rasterise.ts';
import { decompressCounts, runLengthMask } from './runLengths.ts';

/** JavaScript's longest text; COCO's own largest file has 448 MiB. */
const MAX_BYTES = 500 * 2 ** 20;

/** Corners of one object's polygons. */
const MAX_CORNERS = 1 << 17;

/**
 * Reads COCO's instances: polygons, run lengths (plain and compressed), or boxes if there is neither.
 * @param folder of the pictures; `file_name` is relative to it, and names outside it are left out
 * @returns undefined if the JSON is something else
 * @throws CamError `annotationsInvalid`
 */
export async function readCoco(file: string, folder: string): Promise<AnnotationSet | undefined> {
  const { size } = await stat(file);
  if (size > MAX_BYTES) throw invalidAnnotations.largerThan(file, MAX_BYTES >> 20);
  const json = parse(file, await readFile(file, 'utf8'));
  if (!isObject(json) || !('images' in json && 'annotations' in json && 'categories' in json)) {
    return undefined;
  }
  const names = new Map<unknown, string>();
  for (const { id, name } of objectsOf(file, json, 'categories')) {
    if (typeof name !== 'string') throw invalidAnnotations.namelessCategory(file);
    names.set(id, name);
  }
  const byImage = new Map<unknown, JsonObject[]>();
  for (const annotation of objectsOf(file, json, 'annotations')) {
    const others = byImage.get(annotation.image_id);
    if (others) others.push(annotation);
    else byImage.set(annotation.image_id, [annotation]);
  }
  const images = objectsOf(file, json, 'images').flatMap((image): AnnotatedImage[] => {
    const picture = picturePath(folder, image.file_name);
    const read = async () => readImage(file, image, byImage.get(image.id) ?? [], names);
    return picture === undefined ? [] : [{ path: picture, read }];
  });
  return { source: file, images };
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw invalidAnnotations.notJson(file, error);
  }
}

function objectsOf(file: string, json: JsonObject, key: string): JsonObject[] {
  const list = json[key];
  if (!Array.isArray(list) || !list.every(isObject)) {
    throw invalidAnnotations.noList(file, key);
  }
  return list;
}

function picturePath(folder: string, name: unknown): string | undefined {
  if (typeof name !== 'string' || name === '' || name.includes('\0')) return undefined;
  const picture = path.resolve(folder, name);
  return picture.startsWith(path.resolve(folder) + path.sep) ? picture : undefined;
}

function readImage(
  file: string,
  image: JsonObject,
  annotations: JsonObject[],
  names: ReadonlyMap<unknown, string>,
) {
  const size = checkedSize(file, image.width, image.height, String(image.file_name));
  const objects = annotations.map((annotation): AnnotatedObject => {
    const name = names.get(annotation.category_id);
    if (name === undefined) throw invalidAnnotations.unknownCategory(file);
    return { name, mask: () => maskOf(file, annotation, size) };
  });
  return { size, objects, ignored: undefined };
}

function maskOf(file: string, object: JsonObject, size: Size): Uint8Array {
  const { segmentation, bbox } = object;
  const id = String(object.id);
  if (isObject(segmentation)) {
    const { counts, size: stated } = segmentation;
    const isSame = Array.isArray(stated) && stated[0] === size.height && stated[1] === size.width;
    if (!isSame) throw invalidAnnotations.otherRunLengths(file, id);
    const runs = typeof counts === 'string' ? decompressCounts(counts) : asNumbers(counts);
    const mask = runs && runLengthMask(runs, size);
    if (!mask) throw invalidAnnotations.damagedRunLengths(file, id);
    return mask;
  }
  if (Array.isArray(segmentation) && segmentation.length > 0) {
    const polygons = segmentation.map((corners) => asNumbers(corners) ?? []);
    if (polygons.some(({ length }) => length < 6 || length % 2 === 1)) {
      throw invalidAnnotations.damagedPolygon(file, id);
    }
    const corners = polygons.reduce((sum, { length }) => sum + length / 2, 0);
    if (corners > MAX_CORNERS) throw invalidAnnotations.moreCornersThan(file, MAX_CORNERS, id);
    return polygonMask(polygons, size);
  }
  const [x, y, width, height] = asNumbers(bbox) ?? [];
  if (x === undefined || y === undefined || width === undefined || height === undefined) {
    throw invalidAnnotations.noShape(file, id);
  }
  return rectangleMask({ x, y, width, height }, size);
}
