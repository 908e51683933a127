import type { XmlElement } from '@rgrove/parse-xml';
import { XmlElement as Element, parseXml } from '@rgrove/parse-xml';
import { t } from '@vscode/l10n';
import { readSmallText } from '../../base/smallFile.ts';
import type { AnnotatedObject, ImageAnnotation } from './annotation.ts';
import { checkedSize } from './annotation.ts';
import { invalidAnnotations } from './errors.ts';
import { rectangleMask } from './rasterise.ts';

/**
 * Reads a Pascal VOC file: size of the picture, names and boxes of its objects. A box goes from pixel (xmin, ymin) to
 * (xmax, ymax), both inclusive and counted from 1. Entities that the file defines are refused.
 * @throws CamError `annotationsInvalid`
 */
export async function readPascalVoc(file: string): Promise<ImageAnnotation> {
  const root = await parse(file);
  const sizes = child(root, 'size');
  const size = checkedSize(file, number(sizes, 'width'), number(sizes, 'height'), t('the picture'));
  const objects = children(root, 'object').map((object): AnnotatedObject => {
    const name = child(object, 'name')?.text.trim();
    if (!name) throw invalidAnnotations.namelessObject(file);
    const box = child(object, 'bndbox');
    const [left, top] = [number(box, 'xmin'), number(box, 'ymin')];
    const [right, bottom] = [number(box, 'xmax'), number(box, 'ymax')];
    if (![left, top, right, bottom].every(Number.isFinite)) {
      throw invalidAnnotations.noBox(file, name);
    }
    const rect = { x: left - 1, y: top - 1, width: right - left + 1, height: bottom - top + 1 };
    return { name, mask: () => rectangleMask(rect, size) };
  });
  return { size, objects, ignored: undefined };
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
