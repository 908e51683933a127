import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { randomNumbers } from './networks/builder.ts';
import { writeModel } from './networks/onnxWriter.ts';
import { makeResNet, RESNET_18 } from './networks/resNet.ts';

/** The measured files, created again for each run. */
export interface Workload {
  /** Temporary folder, also for further files of a measurement. */
  folder: string;
  modelPath: string;
  /** 500×375 JPEG, the size of a typical ImageNet photo. */
  imagePath: string;
  remove(): Promise<void>;
}

/** Makes the model and the picture in a temporary folder. */
export async function makeWorkload(): Promise<Workload> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cam-lens-bench-'));
  const modelPath = path.join(folder, 'resnet18-random.onnx');
  const imagePath = path.join(folder, 'picture.jpg');
  await writeModel(modelPath, makeResNet(RESNET_18));
  await writeFile(imagePath, await makePicture(500, 375));
  return {
    folder,
    modelPath,
    imagePath,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Soft waves with some grain: compresses like a photo. @param seed another one makes another picture */
export async function makePicture(width: number, height: number, seed = 375): Promise<Uint8Array> {
  const random = randomNumbers(seed);
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < pixels.length; i++) {
    const position = Math.floor(i / 3);
    const x = position % width;
    const y = Math.floor(position / width);
    const wave = Math.sin(x / 37 + (i % 3) + seed) * Math.cos(y / 23);
    pixels[i] = 128 + 90 * wave + 30 * (random() - 0.5);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}
