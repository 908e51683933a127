import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CocoAnnotations } from './annotations.ts';
import { pictureSizePx as size } from './pictureSize.ts';
import type { Rendering } from './render.ts';
import { encodePng, renderScene } from './render.ts';
import type { Scene } from './scene.ts';
import { composeScene } from './scene.ts';

/** What to draw: `count` scenes from a first seed on, as PNG files or as one NumPy array. */
export interface PictureSet {
  firstSeed: number;
  count: number;
  folder: string;
  format: 'png' | 'npy';
}

interface PictureWriter {
  /** Writes the next picture and returns its file name, relative to the folder. */
  write(scene: Scene, rendering: Rendering): Promise<string>;
  close(): Promise<void>;
}

const scenesAtOnce = 4;

/** Draws a set of scenes into its folder, with `annotations.coco.json`. */
export async function drawPictureSet(set: PictureSet): Promise<void> {
  await mkdir(set.folder, { recursive: true });
  const writer = set.format === 'png' ? pngWriter(set.folder) : await npyWriter(set);
  const annotations = new CocoAnnotations();
  const endSeed = set.firstSeed + set.count;
  for (let seed = set.firstSeed; seed < endSeed; seed += scenesAtOnce) {
    const batchSize = Math.min(scenesAtOnce, endSeed - seed);
    const scenes = Array.from({ length: batchSize }, (_, i) => composeScene(seed + i));
    const rendered = await Promise.all(
      scenes.map(async (scene) => ({ scene, rendering: await renderScene(scene) })),
    );
    for (const { scene, rendering } of rendered) {
      annotations.add(scene, rendering, await writer.write(scene, rendering));
    }
  }
  await writer.close();
  await writeFile(join(set.folder, 'annotations.coco.json'), annotations.toJson());
}

/** One file per scene in the folder of its class, numbered: `living-room/living-room-01.png`. */
function pngWriter(folder: string): PictureWriter {
  const written = new Map<string, number>();
  return {
    async write(scene, { rgb }) {
      const className = scene.sceneClass.name.replaceAll(' ', '-');
      const number = (written.get(className) ?? 0) + 1;
      written.set(className, number);
      const fileName = `${className}/${className}-${String(number).padStart(2, '0')}.png`;
      await mkdir(join(folder, className), { recursive: true });
      await writeFile(join(folder, fileName), await encodePng(rgb));
      return fileName;
    },
    async close() {},
  };
}

/** All scenes in one array, (count, height, width, RGB) in bytes, in the order of the seeds. */
async function npyWriter({ folder, count }: PictureSet): Promise<PictureWriter> {
  const fileName = 'images.npy';
  const file: FileHandle = await open(join(folder, fileName), 'w');
  await file.write(npyHeader([count, size, size, 3]));
  return {
    async write(_scene, { rgb }) {
      await file.write(rgb);
      return fileName;
    },
    close: () => file.close(),
  };
}

function npyHeader(shape: readonly number[]): Buffer {
  const magic = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
  const alignment = 64;
  const lengthBytes = 2;
  const dictionary = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const unpadded = magic.length + lengthBytes + dictionary.length + 1;
  const padding = ' '.repeat((alignment - (unpadded % alignment)) % alignment);
  const text = Buffer.from(`${dictionary}${padding}\n`, 'latin1');
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt16LE(text.length);
  return Buffer.concat([magic, length, text]);
}
