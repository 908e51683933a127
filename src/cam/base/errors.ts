import { t } from '@vscode/l10n';

/** Every reason for which the library refuses; one code, one text, one next action each. */
export type CamErrorCode =
  | 'fileNotFound'
  | 'emptyFile'
  | 'lfsPointer'
  | 'notOnnx'
  | 'truncatedOnnx'
  | 'missingExternalData'
  | 'externalDataOutsideFolder'
  | 'unsupportedOperator'
  | 'modelRefused'
  | 'notAnImageModel'
  | 'severalInputs'
  | 'outputNotFound'
  | 'tensorNotFound'
  | 'noSpatialMap'
  | 'headNotLinear'
  | 'headDependsOnPosition'
  | 'headWeightsAllZero'
  | 'noGradientRule'
  | 'labelCountMismatch'
  | 'labelsUnreadable'
  | 'sidecarInvalid'
  | 'pinsInvalid'
  | 'preprocessingMismatch'
  | 'imageUnreadable'
  | 'imageTooLarge'
  | 'imageFormatUnsupported'
  | 'outputNotFinite'
  | 'engineCrashed'
  | 'engineOutOfMemory'
  | 'engineTimedOut'
  | 'cancelled'
  | 'unsupportedPlatform'
  | 'notWritable'
  | 'annotationsNotFound'
  | 'annotationsInvalid'
  | 'baselineInvalid'
  | 'indexInUse'
  | 'indexChanged'
  | 'indexDamaged'
  | 'tooFewSamples'
  | 'internal';

/** The part of a {@link CamError} that crosses a process or webview boundary. */
export interface CamErrorData {
  code: CamErrorCode;
  /** What happened, with the name of the file. One or two sentences for the user. */
  message: string;
  /** What the user can do next; an imperative sentence. */
  nextAction: string;
  /** Absolute path of the file that the error is about. */
  file?: string;
}

/** An error that a user can act on. Anything else that is thrown is a bug. */
export class CamError extends Error {
  readonly code: CamErrorCode;
  readonly nextAction: string;
  readonly file: string | undefined;

  constructor(data: CamErrorData, options?: ErrorOptions) {
    super(data.message, options);
    this.name = 'CamError';
    this.code = data.code;
    this.nextAction = data.nextAction;
    this.file = data.file;
  }

  static is(error: unknown): error is CamError {
    return error instanceof CamError;
  }

  /** The error as plain data; an unexpected error becomes `internal`. */
  static toData(error: unknown): CamErrorData {
    if (CamError.is(error)) {
      const data: CamErrorData = {
        code: error.code,
        message: error.message,
        nextAction: error.nextAction,
      };
      if (error.file !== undefined) data.file = error.file;
      return data;
    }
    return {
      code: 'internal',
      message: error instanceof Error ? error.message : String(error),
      nextAction: t('This is a bug in CAM Lens: please report it with the steps that led here.'),
    };
  }
}

const ONLY_NO_CAM: readonly CamErrorCode[] = [
  'noSpatialMap',
  'headNotLinear',
  'headDependsOnPosition',
];

/**
 * Whether a refusal is about the class activation map alone: it leaves the model maps by other methods.
 * @param layer the one that was chosen: a CAM needs one that everything flows through
 */
export function isOnlyNoCam({ code }: Pick<CamErrorData, 'code'>, layer?: string): boolean {
  return ONLY_NO_CAM.includes(code) || (code === 'tensorNotFound' && layer !== undefined);
}

const OTHER_METHODS = {
  'grad-cam': () => t('Or choose another method in Show CAM, such as Grad-CAM.'),
  saliency: () => t('Or choose another method in Show CAM, such as saliency.'),
  occlusion: () => t('Or choose another method in Show CAM, such as occlusion.'),
};

/**
 * The next action for a model without a class activation map.
 * @param change how it gets one
 * @param method one that needs no change
 */
export function orOtherMethod(
  change: string,
  method: keyof typeof OTHER_METHODS = 'grad-cam',
): string {
  return `${change} ${OTHER_METHODS[method]()}`;
}

/** The value, or the refusal that is thrown instead. */
export async function orRefusal<T>(find: () => Promise<T>): Promise<T | CamError> {
  try {
    return await find();
  } catch (error) {
    if (CamError.is(error)) return error;
    throw error;
  }
}
