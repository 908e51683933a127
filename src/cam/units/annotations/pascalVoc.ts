import type { XmlElement } from '@rgrove/parse-xml';
import { XmlElement as Element, parseXml } from '@rgrove/parse-xml';
import { readSmallText } from '../../base/smallFile.ts';
import type { AnnotatedObject, ImageAnnotation } from './annotation.ts';
import { annotationError, checkedSize } from './annotation.ts';
import { rectangleMask } from './rasterise.ts';

/**
 * Reads a Pascal VOC file: size of the picture, names and boxes of its objects. A box goes from pixel
 * (xmin, ymin) to (xmax, ymax), both within it and counted from 1. Entities of the file's own are refused.
 * @throws CamError `annotationsInvalid`
 */
export async function readPascalVoc(file: string): Promise<ImageAnnotation> {
  const root = await parse(file);
  const sizes = child(root, 'size');
  const size = checkedSize(file, number(sizes, 'width'), number(sizes, 'height'), 'the picture');
  const objects = children(root, 'object').map((object): AnnotatedObject => {
    const name = child(object, 'name')?.text.trim();
    if (!name) throw annotationError(file, 'has an object without a name');
    const box = child(object, 'bndbox');
    const [left, top] = [number(box, 'xmin'), number(box, 'ymin')];
    const [right, bottom] = [number(box, 'xmax'), number(box, 'ymax')];
    if (![left, top, right, bottom].every(Number.isFinite)) {
      throw annotationError(file, `has no box for its object ${name}`);
    }
    const rect = { x: left - 1, y: top - 1, width: right - left + 1, height: bottom - top + 1 };
    return { name, mask: () => rectangleMask(rect, size) };
  });
  return { size, objects, ignored: undefined };
}

async function parse(file: string): Promise<XmlElement> {
  const text = await readSmallText(file, 'annotationsInvalid');
  if (text === undefined) throw annotationError(file, 'does not exist');
  try {
    const { root } = parseXml(text);
    if (root?.name === 'annotation') return root;
  } catch (error) {
    // Elements that lie too deep in each other end in a RangeError.
    const [reason] = (error as Error).message.split('\n');
    throw annotationError(file, `is not valid XML: ${reason}`, error);
  }
  throw annotationError(file, 'is no Pascal VOC annotation');
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
