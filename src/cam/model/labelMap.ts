import { attributesOf } from '../onnx/file/attributes.ts';
import type { OnnxModel } from '../onnx/file/model.ts';

/**
 * Labels that a model puts beside its scores itself: those of its ZipMap, as Azure Custom Vision, WinMLTools and skl2onnx
 * write it. Names or whole numbers, one for each class in the order of the scores.
 * @returns undefined if there is none
 */
export function labelsInGraph({ nodes }: OnnxModel): string[] | undefined {
  const map = nodes.find(({ opType }) => opType === 'ZipMap');
  if (!map) return undefined;
  const attributes = attributesOf(map);
  const names = attributes.get('classlabels_strings')?.strings ?? [];
  const numbers = attributes.get('classlabels_int64s')?.ints ?? [];
  const labels = names.length > 0 ? names : numbers.map(String);
  return labels.length > 0 ? labels : undefined;
}
