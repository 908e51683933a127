import type { XmlElement } from '@rgrove/parse-xml';
import { XmlElement as Element, parseXml } from '@rgrove/parse-xml';
import { t } from '@vscode/l10n';
import type { Rect } from '../../base/geometry.ts';
import { readSmallText } from '../../base/smallFile.ts';
import type { AnnotatedObject, AnnotatedPicture, ImageAnnotation } from './annotation.ts';
import { MAX_OBJECTS } from './annotation.ts';
import { coordinatesOf } from './coordinates.ts';
import { invalidAnnotations } from './errors.ts';
import type { LeftOut } from './leftOut.ts';
import { rectangleCovers } from './rasterise.ts';

/** Names of objects in ILSVRC's files, whose pixels are counted from 0. */
const WORDNET_ID = /^n\d{8}$/;

/**
 * Reads a Pascal VOC file: size of the picture, names and boxes of its objects. A box goes from pixel (xmin, ymin) to
 * (xmax, ymax), both inclusive and counted from 1; in ILSVRC's own files, which name objects by WordNet ids, from 0. Entities that the file defines are refused; single objects without a
 * name or a box are left out.
 * @throws CamError `annotationsInvalid`
 */
export async function readPascalVoc(
  file: string,
  picture: AnnotatedPicture,
  leftOut: LeftOut,
): Promise<ImageAnnotation> {
  const root = await parse(file);
  const all = children(root, 'object');
  if (all.length > MAX_OBJECTS) {
    leftOut.add(invalidAnnotations.moreObjectsThan(file, MAX_OBJECTS, t('the picture')));
  }
  const boxes = all.slice(0, MAX_OBJECTS).flatMap((object) => {
    const name = child(object, 'name')?.text.trim();
    const rect = boxOf(child(object, 'bndbox'), name && WORDNET_ID.test(name) ? 0 : 1);
    if (name && rect) return [{ name, rect }];
    leftOut.add(
      name ? invalidAnnotations.noBox(file, name) : invalidAnnotations.namelessObject(file),
    );
    return [];
  });
  const size = child(root, 'size');
  const stated = { width: number(size, 'width'), height: number(size, 'height') };
  const extent = {
    width: boxes.reduce((most, { rect }) => Math.max(most, rect.x + rect.width), 0),
    height: boxes.reduce((most, { rect }) => Math.max(most, rect.y + rect.height), 0),
  };
  const name = t('the picture');
  const coordinates = coordinatesOf(file, { name, ...stated, extent }, picture);
  const objects = boxes.map(
    ({ name, rect }): AnnotatedObject => ({
      name,
      hasMask: false,
      isCrowd: false,
      boxes: () => [rect],
      covers: (asked) => rectangleCovers(rect, coordinates.size, asked),
    }),
  );
  return { ...coordinates, file, objects, ignored: undefined };
}

/** Names of the categories of a Pascal VOC file's objects, each once. */
export async function categoriesOfPascalVoc(file: string): Promise<readonly string[]> {
  const objects = children(await parse(file), 'object');
  return [...new Set(objects.flatMap((object) => child(object, 'name')?.text.trim() || []))];
}

/** @param first number of the first pixel */
function boxOf(box: XmlElement | undefined, first: number): Rect | undefined {
  const [left, top] = [number(box, 'xmin'), number(box, 'ymin')];
  const [right, bottom] = [number(box, 'xmax'), number(box, 'ymax')];
  if (![left, top, right, bottom].every(Number.isFinite)) return undefined;
  return { x: left - first, y: top - first, width: right - left + 1, height: bottom - top + 1 };
}

async function parse(file: string): Promise<XmlElement> {
  const text = await readSmallText(file, 'annotationsInvalid');
  if (text === undefined) throw invalidAnnotations.missing(file);
  try {
    const { root } = parseXml(text);
    if (root?.name === 'annotation') return root;
  } catch (error) {
    // Elements that lie too deep in each other end in a RangeError.
    throw invalidAnnotations.notXml(file, error);
  }
  throw invalidAnnotations.notPascalVoc(file);
}

function children(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter(
    (node): node is XmlElement => node instanceof Element && node.name === name,
  );
}

function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element && children(element, name)[0];
}

function number(element: XmlElement | undefined, name: string): number {
  return Number.parseFloat(child(element, name)?.text ?? '');
}
