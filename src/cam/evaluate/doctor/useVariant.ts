import { withValue } from '../../base/jsonText.ts';
import { editSidecar } from '../../config/editSidecar.ts';
import type { Variant } from '../../results/evaluation/doctor.ts';

/**
 * Writes what a variant changes into the sidecar beside a model, and nothing else; a file of labels stays as it is.
 * @returns the sidecar, absolute
 * @throws CamError `sidecarInvalid` (nothing is written), `notWritable`
 */
export function useVariant(
  modelPath: string,
  { change }: Pick<Variant, 'change'>,
): Promise<string> {
  const { pixels, geometry, interpolation, labels } = change ?? {};
  const settings = { ...pixels, ...geometry, ...(interpolation && { interpolation }) };
  return editSidecar(modelPath, (text) => {
    const labelled = labels
      ? withValue(text, ['labels'], JSON.stringify(labels), () => true)
      : text;
    return Object.entries(settings).reduce(
      (edited, [key, value]) => withValue(edited, ['preprocessing', key], JSON.stringify(value)),
      labelled,
    );
  });
}
