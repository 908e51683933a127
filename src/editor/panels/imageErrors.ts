import type { CamErrorData } from '../../cam/base/errors.ts';

/** Whether an error is about this image alone. Some name the model, because either file may be the cause. */
export function isAboutImage({ file, code }: CamErrorData, imagePath: string): boolean {
  return file === imagePath || code === 'outputNotFinite' || code === 'preprocessingMismatch';
}
