import { withValue } from '../base/jsonText.ts';
import { editSidecar } from '../config/editSidecar.ts';
import type { PixelSettings } from '../config/pixelWays.ts';

/**
 * Writes how pixels become values into the sidecar beside a model and does not change anything else.
 * @returns the sidecar, absolute
 * @throws CamError `sidecarInvalid` (nothing is written), `notWritable`
 */
export function usePixels(modelPath: string, settings: PixelSettings): Promise<string> {
  return editSidecar(modelPath, (text) =>
    Object.entries(settings).reduce(
      (edited, [key, value]) => withValue(edited, ['preprocessing', key], JSON.stringify(value)),
      text,
    ),
  );
}
