import type { CamErrorCode, CamErrorData } from '../../cam/base/errors.ts';
import type { ErrorAction } from '../../protocol/showCam.ts';

const ABOUT_THE_MODEL: CamErrorCode[] = [
  'emptyFile',
  'lfsPointer',
  'notOnnx',
  'truncatedOnnx',
  'missingExternalData',
  'externalDataOutsideFolder',
  'unsupportedOperator',
  'modelRefused',
  'notAnImageModel',
  'severalInputs',
  'outputNotFound',
  'tensorNotFound',
  'noSpatialMap',
  'headNotLinear',
  'headDependsOnPosition',
  'headWeightsAllZero',
  'engineOutOfMemory',
  'engineTimedOut',
  'outputNotFinite',
];

const ABOUT_THE_SETTINGS: CamErrorCode[] = [
  'labelCountMismatch',
  'labelsUnreadable',
  'sidecarInvalid',
  'preprocessingMismatch',
  'outputNotFinite',
];

type HelpfulAction = Extract<ErrorAction, 'retry' | 'chooseModel' | 'editPreprocessing'>;

/** The buttons that help with an error, the most useful first. */
export function actionsFor(error: CamErrorData): HelpfulAction[] {
  if (error.code === 'engineCrashed') return ['retry', 'chooseModel'];
  const actions: HelpfulAction[] = [];
  if (ABOUT_THE_SETTINGS.includes(error.code)) actions.push('editPreprocessing');
  if (ABOUT_THE_MODEL.includes(error.code) || error.file?.endsWith('.onnx')) {
    actions.push('chooseModel');
  }
  return [...actions, 'retry'];
}
