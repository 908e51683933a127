import { sceneClasses, sharedIndoors, sharedOutdoors } from './objects/catalog.ts';
import type { ObjectKind } from './objects/objectKind.ts';
import { pictureSizePx as size } from './pictureSize.ts';
import type { Rendering } from './render.ts';
import type { Scene } from './scene.ts';

/** Objects with fewer pixels in view are not annotated. */
const minAreaPx = 21;

/** COCO's uncompressed run lengths: down the columns, starting with the background. */
interface RunLengths {
  size: [height: number, width: number];
  counts: number[];
}

interface CocoAnnotation {
  id: number;
  image_id: number;
  category_id: number;
  bbox: [x: number, y: number, width: number, height: number];
  area: number;
  segmentation: RunLengths;
  iscrowd: 0;
}

interface CocoImage {
  id: number;
  file_name: string;
  width: number;
  height: number;
  license: number;
  /** Beyond COCO: the scene's class and the seed that draws it. */
  scene: string;
  seed: number;
}

/** An object is typical of its scene if its supercategory is the scene's class. */
interface CocoCategory {
  id: number;
  name: string;
  supercategory: string;
}

const categories: readonly CocoCategory[] = [
  ...sceneClasses.flatMap(({ name, typicalObjects }) => withSupercategory(typicalObjects, name)),
  ...withSupercategory(sharedIndoors, 'any room'),
  ...withSupercategory(sharedOutdoors, 'any outdoor scene'),
].map((category, index) => ({ id: index + 1, ...category }));

const categoryIds = new Map(categories.map(({ id, name }) => [name, id]));

/** Collects the annotations of a set of pictures as COCO JSON. */
export class CocoAnnotations {
  private readonly images: CocoImage[] = [];
  private readonly annotations: CocoAnnotation[] = [];

  add(scene: Scene, { objectIds }: Rendering, fileName: string): void {
    const imageId = this.images.length + 1;
    this.images.push({
      id: imageId,
      file_name: fileName,
      width: size,
      height: size,
      license: 1,
      scene: scene.sceneClass.name,
      seed: scene.seed,
    });
    scene.objects.forEach(({ name }, index) => {
      const runLengths = runLengthsOf(objectIds, index + 1);
      const area = maskArea(runLengths);
      if (area >= minAreaPx) {
        this.annotations.push({
          id: this.annotations.length + 1,
          image_id: imageId,
          category_id: categoryIds.get(name) ?? 0,
          bbox: boundingBox(runLengths),
          area,
          segmentation: runLengths,
          iscrowd: 0,
        });
      }
    });
  }

  toJson(): string {
    const coco = {
      info: { description: 'Drawn scenes with object masks', version: '1.0' },
      licenses: [{ id: 1, name: 'MIT', url: 'https://opensource.org/license/mit' }],
      scene_classes: sceneClasses.map(({ name }) => name),
      categories,
      images: this.images,
      annotations: this.annotations,
    };
    return `${JSON.stringify(coco)}\n`;
  }
}

function withSupercategory(
  kinds: readonly ObjectKind[],
  supercategory: string,
): { name: string; supercategory: string }[] {
  return kinds.map(({ name }) => ({ name, supercategory }));
}

function runLengthsOf(objectIds: Buffer, id: number): RunLengths {
  const counts: number[] = [];
  let inObject = false;
  let length = 0;
  for (let x = 0; x < size; x++) {
    for (let y = 0; y < size; y++) {
      if ((objectIds[y * size + x] === id) !== inObject) {
        counts.push(length);
        length = 0;
        inObject = !inObject;
      }
      length++;
    }
  }
  counts.push(length);
  return { size: [size, size], counts };
}

function maskArea({ counts }: RunLengths): number {
  return counts.reduce((area, count, index) => (index % 2 ? area + count : area), 0);
}

function boundingBox({ counts }: RunLengths): CocoAnnotation['bbox'] {
  let [left, top, right, bottom] = [size, size, 0, 0];
  let position = 0;
  counts.forEach((count, index) => {
    if (index % 2) {
      const last = position + count - 1;
      const crossesColumns = Math.floor(position / size) !== Math.floor(last / size);
      left = Math.min(left, Math.floor(position / size));
      right = Math.max(right, Math.floor(last / size) + 1);
      top = crossesColumns ? 0 : Math.min(top, position % size);
      bottom = crossesColumns ? size : Math.max(bottom, (last % size) + 1);
    }
    position += count;
  });
  return [left, top, right - left, bottom - top];
}
