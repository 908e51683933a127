import { readFile, stat } from 'node:fs/promises';
import { notRegular } from '../../base/fileErrors.ts';
import type { Size } from '../../base/geometry.ts';
import type { JsonObject } from '../../base/jsonShape.ts';
import { asNumbers, isObject } from '../../base/jsonShape.ts';
import type {
  AnnotatedImage,
  AnnotatedObject,
  AnnotatedPicture,
  AnnotationSet,
  ImageAnnotation,
} from './annotation.ts';
import { MAX_OBJECTS } from './annotation.ts';
import { coordinatesOf } from './coordinates.ts';
import { invalidAnnotations } from './errors.ts';
import type { LeftOut } from './leftOut.ts';
import { polygonMask, rectangleMask } from './rasterise.ts';
import { decompressCounts, runLengthMask } from './runLengths.ts';

/** JavaScript's longest text; COCO's own largest file has 448 MiB. */
const MAX_BYTES = 500 * 2 ** 20;

/** Corners of one object's polygons. */
const MAX_CORNERS = 1 << 17;

/**
 * Reads COCO's instances: polygons, run lengths (plain and compressed), or boxes if there is neither. Numbers of
 * pictures and categories may be written as text. Single objects that cannot be used are left out.
 * @param find the picture of a `file_name`; pictures that are not found are left out
 * @returns undefined if the JSON is something else
 * @throws CamError `annotationsInvalid`
 */
export async function readCoco(
  file: string,
  find: (name: string) => string | undefined,
): Promise<AnnotationSet | undefined> {
  const stats = await stat(file);
  if (!stats.isFile()) throw notRegular(file, 'annotationsInvalid');
  if (stats.size > MAX_BYTES) throw invalidAnnotations.largerThan(file, MAX_BYTES >> 20);
  const json = parse(file, await readFile(file, 'utf8'));
  if (!isObject(json) || !('images' in json && 'annotations' in json && 'categories' in json)) {
    return undefined;
  }
  const names = new Map<string, string>();
  for (const { id, name } of objectsOf(file, json, 'categories')) {
    if (typeof name === 'string') names.set(String(id), name);
  }
  const byImage = new Map<string, JsonObject[]>();
  for (const annotation of objectsOf(file, json, 'annotations')) {
    const image = String(annotation.image_id);
    const others = byImage.get(image);
    if (others) others.push(annotation);
    else byImage.set(image, [annotation]);
  }
  const images = objectsOf(file, json, 'images').flatMap((image): AnnotatedImage[] => {
    const name = image.file_name;
    const picture = typeof name === 'string' ? find(name) : undefined;
    const annotations = byImage.get(String(image.id)) ?? [];
    const read = async (decoded: AnnotatedPicture, leftOut: LeftOut) =>
      readImage(file, image, annotations, names, decoded, leftOut);
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

function readImage(
  file: string,
  image: JsonObject,
  annotations: JsonObject[],
  names: ReadonlyMap<string, string>,
  picture: AnnotatedPicture,
  leftOut: LeftOut,
): ImageAnnotation {
  const name = String(image.file_name);
  const { width, height } = image;
  const stated = { name, width, height, extent: extentOf(annotations) };
  const coordinates = coordinatesOf(file, stated, picture);
  if (annotations.length > MAX_OBJECTS) {
    leftOut.add(invalidAnnotations.moreObjectsThan(file, MAX_OBJECTS, name));
  }
  const objects = annotations.slice(0, MAX_OBJECTS).flatMap((annotation): AnnotatedObject[] => {
    const category = names.get(String(annotation.category_id));
    if (category !== undefined) {
      return [{ name: category, mask: () => maskOf(file, annotation, coordinates.size) }];
    }
    leftOut.add(invalidAnnotations.unknownCategory(file, String(annotation.id)));
    return [];
  });
  return { ...coordinates, objects, ignored: undefined };
}

/** How far boxes and polygons reach; run lengths state the size that they belong to. */
function extentOf(annotations: JsonObject[]): Size {
  const extent = { width: 0, height: 0 };
  const reach = (x = 0, y = 0) => {
    extent.width = Math.max(extent.width, x);
    extent.height = Math.max(extent.height, y);
  };
  for (const { bbox, segmentation } of annotations) {
    const [x = 0, y = 0, width = 0, height = 0] = asNumbers(bbox) ?? [];
    reach(x + width, y + height);
    if (!Array.isArray(segmentation)) continue;
    for (const polygon of segmentation) {
      const corners = asNumbers(polygon) ?? [];
      for (let i = 0; i + 1 < corners.length; i += 2) reach(corners[i], corners[i + 1]);
    }
  }
  return extent;
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
