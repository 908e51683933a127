import type { CamErrorCode, CamErrorData } from '../../cam/base/errors.ts';

/**
 * Errors that a file can cause while it is being written: a model that ends too early, also between two of its parts;
 * weights that are missing or still zero; a half-written picture or sidecar; a file that was deleted to be written
 * again; mapped weights that shrink during a run. The other errors are about the content of a complete file.
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

/** Whether an error may disappear when a file is complete. */
export function mayBeUnfinished({ code }: CamErrorData): boolean {
  return OF_UNFINISHED_FILES.has(code);
}
