import { withoutUtf16 } from '../../base/decodeText.ts';
import type { Rect, Size } from '../../base/geometry.ts';
import type { JsonRange } from '../../base/jsonLists.ts';
import { listItems, membersOf } from '../../base/jsonLists.ts';
import type { JsonObject } from '../../base/jsonShape.ts';
import { asNumbers, isObject } from '../../base/jsonShape.ts';
import { readRegular } from '../../base/smallFile.ts';
import type { NamedPicture, PicturesByName } from '../tables/picturesByName.ts';
import { certainPictures } from '../tables/picturesByName.ts';
import { Tally } from '../tables/tally.ts';
import type {
  AnnotatedImage,
  AnnotatedObject,
  AnnotatedPicture,
  AnnotationSet,
  AskedPixels,
  ImageAnnotation,
} from './annotation.ts';
import { MAX_OBJECTS } from './annotation.ts';
import { coordinatesOf, NumbersOfBoxes } from './coordinates.ts';
import { invalidAnnotations } from './errors.ts';
import type { LeftOut } from './leftOut.ts';
import { boxAround } from './maskBoxes.ts';
import { allPixels, polygonsCover, rectangleCovers } from './rasterise.ts';
import { decompressCounts, runLengthsCover } from './runLengths.ts';

/** COCO's own largest file has 448 MiB. */
const MAX_BYTES = 500 * 2 ** 20;

/** A name without folders may be that of a picture in any, if only one has it. */
const NAMED_BY = ['path', 'bare'] as const;

/** Corners of an object's polygons, and of all objects of a picture; this limits the time for one picture. */
const MAX_CORNERS = 1 << 17;

/**
 * Reads COCO's instances: polygons, run lengths (plain and compressed), or boxes if there is neither. Numbers of
 * pictures and categories may be written as text. Single objects that cannot be used are left out.
 * @param isInside see `PicturesByName.find`; pictures that are not found are left out
 * @returns undefined if the JSON is something else
 * @throws CamError `annotationsInvalid`
 */
export async function readCoco(
  file: string,
  pictures: PicturesByName,
  isInside: boolean,
): Promise<AnnotationSet | undefined> {
  const stored = await readRegular(file, 'annotationsInvalid', MAX_BYTES);
  if (!stored) throw invalidAnnotations.missing(file);
  const json = new CocoFile(file, withoutUtf16(stored));
  const lists = await json.lists();
  if (!lists) return undefined;
  const names = new Map<string, string>();
  const groups = new Map<string, string>();
  for await (const { id, name, supercategory } of json.objects(lists.categories, 'categories')) {
    if (typeof name !== 'string') continue;
    names.set(String(id), name);
    if (typeof supercategory === 'string') groups.set(name, supercategory);
  }
  const missing = new Tally();
  const images: AnnotatedImage[] = [];
  const byImage = new Map<string, JsonObject[]>();
  for (const [picture, entries] of await entriesOf(json, lists, pictures, isInside, missing)) {
    const all = entries.map((image): CocoImage => {
      const annotations = byImage.get(String(image.id)) ?? [];
      byImage.set(String(image.id), annotations);
      return { image, annotations };
    });
    images.push(annotatedImage(file, pictures.absolute(picture), all, names));
  }
  let hasMasks = false;
  const boxes = new NumbersOfBoxes();
  for await (const annotation of json.objects(lists.annotations, 'annotations')) {
    const others = byImage.get(String(annotation.image_id));
    // One more than are used: that there are more is said.
    if (others && others.length <= MAX_OBJECTS) others.push(annotation);
    if (others && hasSegmentation(annotation)) hasMasks = true;
    if (others) boxes.add(asNumbers(annotation.bbox) ?? []);
  }
  if (boxes.areShares) throw invalidAnnotations.boxesAsShares(file);
  const categories = [...new Set(names.values())];
  return { source: file, kind: 'coco', hasMasks, images, missing, categories, groups };
}

/** An entry of a picture, and its objects, which are read after all entries. */
interface CocoImage {
  image: JsonObject;
  annotations: JsonObject[];
}

/** The entries of the folder's pictures: the others of a large file take no memory. */
async function entriesOf(
  json: CocoFile,
  { images }: CocoLists,
  pictures: PicturesByName,
  isInside: boolean,
  missing: Tally,
): Promise<ReadonlyMap<string, JsonObject[]>> {
  const named = new Map<string, NamedPicture>();
  const found: { name: string; image: JsonObject }[] = [];
  for await (const image of json.objects(images, 'images')) {
    const name = image.file_name;
    const match = typeof name === 'string' ? pictures.find(name, isInside, NAMED_BY) : undefined;
    if (typeof name === 'string' && match) {
      named.set(name, match);
      found.push({ name, image });
    } else missing.add(String(name ?? image.id));
  }
  const certain = certainPictures(named);
  const entries = new Map<string, JsonObject[]>();
  for (const { name, image } of found) {
    const picture = certain.get(name);
    if (picture === undefined) missing.add(name);
    else entries.set(picture, [...(entries.get(picture) ?? []), image]);
  }
  return entries;
}

interface CocoLists {
  images: JsonRange;
  annotations: JsonRange;
  categories: JsonRange;
}

/** The text of a file, of which only single objects are parsed. */
class CocoFile {
  readonly #file: string;
  readonly #bytes: Uint8Array;

  constructor(file: string, bytes: Uint8Array) {
    this.#file = file;
    this.#bytes = bytes;
  }

  /** Undefined if the JSON is something else. */
  async lists(): Promise<CocoLists | undefined> {
    try {
      const members = await membersOf(this.#bytes);
      const [images, annotations] = [members?.get('images'), members?.get('annotations')];
      const categories = members?.get('categories');
      return images && annotations && categories ? { images, annotations, categories } : undefined;
    } catch (error) {
      throw this.#asInvalid(error);
    }
  }

  /** @param key by which the list is named in the file, for messages */
  async *objects(list: JsonRange, key: keyof CocoLists): AsyncIterable<JsonObject> {
    const items = listItems(this.#bytes, list);
    if (!items) throw invalidAnnotations.noList(this.#file, key);
    try {
      for await (const item of items) {
        if (!isObject(item)) throw invalidAnnotations.noList(this.#file, key);
        yield item;
      }
    } catch (error) {
      throw this.#asInvalid(error);
    }
  }

  #asInvalid(error: unknown): unknown {
    return error instanceof SyntaxError ? invalidAnnotations.notJson(this.#file, error) : error;
  }
}

/** @param entries of the picture: where data sets were put together, there may be several */
function annotatedImage(
  file: string,
  picture: string,
  entries: readonly CocoImage[],
  names: ReadonlyMap<string, string>,
): AnnotatedImage {
  const [{ image, annotations } = { image: {}, annotations: [] }, ...others] = entries;
  const own = (leftOut: LeftOut): JsonObject[] => {
    const all = new Set(annotations);
    for (const other of others) {
      if (other.image.width === image.width && other.image.height === image.height) {
        for (const annotation of other.annotations) all.add(annotation);
      } else leftOut.add(invalidAnnotations.otherEntry(file, String(image.file_name)));
    }
    return [...all];
  };
  return {
    path: picture,
    read: async (decoded, leftOut) => readImage(file, image, own(leftOut), names, decoded, leftOut),
    categories: async () => {
      const all = entries.flatMap((entry) => entry.annotations);
      return [...new Set(all.flatMap((one) => names.get(String(one.category_id)) ?? []))];
    },
  };
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
  const used = withinLimits(file, name, annotations, leftOut);
  const stated = { name, width, height, extent: extentOf(used) };
  const coordinates = coordinatesOf(file, stated, picture);
  const { size } = coordinates;
  const objects = used.flatMap((annotation): AnnotatedObject[] => {
    const category = names.get(String(annotation.category_id));
    if (category !== undefined) {
      return [
        {
          name: category,
          hasMask: hasSegmentation(annotation),
          isCrowd: Number(annotation.iscrowd) === 1,
          boxes: () => boxesOf(file, annotation, size),
          covers: (asked) => coveredBy(file, annotation, size, asked),
        },
      ];
    }
    leftOut.add(invalidAnnotations.unknownCategory(file, String(annotation.id)));
    return [];
  });
  return { ...coordinates, file, objects, ignored: undefined };
}

/** The first annotations of a picture, as many as can be read in a reasonable time. */
function withinLimits(
  file: string,
  picture: string,
  annotations: JsonObject[],
  leftOut: LeftOut,
): JsonObject[] {
  if (annotations.length > MAX_OBJECTS) {
    leftOut.add(invalidAnnotations.moreObjectsThan(file, MAX_OBJECTS, picture));
  }
  let corners = 0;
  const used: JsonObject[] = [];
  for (const annotation of annotations.slice(0, MAX_OBJECTS)) {
    corners += cornersOf(annotation);
    if (corners > MAX_CORNERS) {
      leftOut.add(invalidAnnotations.moreCornersInAllThan(file, MAX_CORNERS, picture));
      break;
    }
    used.push(annotation);
  }
  return used;
}

/** 0 for one whose number is refused by itself. */
function cornersOf({ segmentation }: JsonObject): number {
  if (!Array.isArray(segmentation)) return 0;
  const corners = segmentation.reduce(
    (sum: number, polygon) => sum + (Array.isArray(polygon) ? polygon.length / 2 : 0),
    0,
  );
  return corners > MAX_CORNERS ? 0 : corners;
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

function hasSegmentation({ segmentation }: JsonObject): boolean {
  return isObject(segmentation) || (Array.isArray(segmentation) && segmentation.length > 0);
}

/** The stated box, else that of the pixels. */
function boxesOf(file: string, object: JsonObject, size: Size): Rect[] {
  const [x, y, width, height] = asNumbers(object.bbox) ?? [];
  if (x !== undefined && y !== undefined && width !== undefined && height !== undefined) {
    return [{ x, y, width, height }];
  }
  const around = boxAround(coveredBy(file, object, size, allPixels(size)), size);
  return around ? [around] : [];
}

function coveredBy(file: string, object: JsonObject, size: Size, asked: AskedPixels): Uint8Array {
  const { segmentation, bbox } = object;
  const id = String(object.id);
  if (isObject(segmentation)) {
    const { counts, size: stated } = segmentation;
    const isSame = Array.isArray(stated) && stated[0] === size.height && stated[1] === size.width;
    if (!isSame) throw invalidAnnotations.otherRunLengths(file, id);
    const runs = typeof counts === 'string' ? decompressCounts(counts) : asNumbers(counts);
    const covered = runs && runLengthsCover(runs, size, asked);
    if (!covered) throw invalidAnnotations.damagedRunLengths(file, id);
    return covered;
  }
  if (Array.isArray(segmentation) && segmentation.length > 0) {
    const polygons = segmentation.map((corners) => asNumbers(corners) ?? []);
    if (polygons.some(({ length }) => length < 6 || length % 2 === 1)) {
      throw invalidAnnotations.damagedPolygon(file, id);
    }
    const corners = polygons.reduce((sum, { length }) => sum + length / 2, 0);
    if (corners > MAX_CORNERS) throw invalidAnnotations.moreCornersThan(file, MAX_CORNERS, id);
    return polygonsCover(polygons, size, asked);
  }
  const [x, y, width, height] = asNumbers(bbox) ?? [];
  if (x === undefined || y === undefined || width === undefined || height === undefined) {
    throw invalidAnnotations.noShape(file, id);
  }
  return rectangleCovers({ x, y, width, height }, size, asked);
}
