import type { CamErrorCode, CamErrorData } from '../../cam/base/errors.ts';

/**
 * Errors that a file can cause while it is being written: a model that ends too early, also between two of
 * its parts, weights that are not there yet or still zero, a picture or a sidecar that is half there, a
 * file that was taken away to be written anew, mapped weights that shrink under a run. The other errors are
 * about what a complete file says.
 */
const OF_UNFINISHED_FILES: ReadonlySet<CamErrorCode> = new Set<CamErrorCode>([
  'fileNotFound',
  'emptyFile',
  'notOnnx',
  'truncatedOnnx',
  'missingExternalData',
  'unsupportedOperator',
  'modelRefused',
  'headWeightsAllZero',
  'outputNotFinite',
  'labelCountMismatch',
  'labelsUnreadable',
  'sidecarInvalid',
  'imageUnreadable',
  'imageFormatUnsupported',
  'engineCrashed',
  'engineOutOfMemory',
  'internal',
]);

/** Whether an error may go away by itself once a file is complete. */
export function mayBeUnfinished({ code }: CamErrorData): boolean {
  return OF_UNFINISHED_FILES.has(code);
}
