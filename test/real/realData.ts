import { existsSync } from 'node:fs';
import path from 'node:path';

/** Folder of real models, photos and independent reference outputs; not part of the repository. */
export const realFolder = process.env.CAM_LENS_REAL ?? path.resolve('..', 'shared', 'real');

/** The preprocessing of the references on the ILSVRC photos. */
export const imageNet = {
  resize: { mode: 'stretch', size: 224 },
  crop: 224,
  channels: 'RGB',
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

/** Skips a suite, with a message, if the real data is missing. */
export function requireRealData(context: Mocha.Context): void {
  if (existsSync(realFolder)) return;
  console.log(`      skipped: no real models in ${realFolder} (set CAM_LENS_REAL)`);
  context.skip();
}
