import type { CamErrorData } from '../cam/base/errors.ts';
import type { Engine } from '../cam/engine.ts';

/** The calls of the engine process: the library's own methods. */
export type EngineCalls = Pick<
  Engine,
  | 'openModel'
  | 'explain'
  | 'explainBriefly'
  | 'explainByMethod'
  | 'describeMethods'
  | 'secondOpinion'
  | 'usePixels'
  | 'previewLabels'
  | 'statedLabels'
  | 'setLabels'
  | 'overlay'
  | 'drawFigure'
  | 'readFacts'
  | 'readOrigins'
  | 'inspectModel'
  | 'layerGraph'
  | 'firstFilters'
  | 'modelVerdict'
  | 'hashFile'
  | 'tensorMaps'
  | 'meanMap'
  | 'empiricalFields'
  | 'fieldsByGradient'
  | 'describeUnits'
  | 'scanFolder'
  | 'indexSummary'
  | 'removeIndex'
  | 'classUnits'
  | 'exportClassUnits'
  | 'exportAllClasses'
  | 'unitReport'
  | 'ablateUnits'
  | 'unitsModel'
  | 'thumbnails'
  | 'nameUnit'
  | 'suggestNames'
  | 'evaluateFolder'
  | 'evaluation'
  | 'evaluatedPictures'
  | 'localization'
  | 'localizedPictures'
  | 'evidence'
  | 'examinePreprocessing'
  | 'trust'
  | 'compareEvaluations'
  | 'useVariant'
  | 'exportEvaluation'
  | 'writeEvaluatedMaps'
  | 'fileVersions'
  | 'modelExport'
  | 'pinnedImage'
  | 'checkPlace'
  | 'train'
  | 'trainingState'
  | 'changeClasses'
>;

export type EngineMethod = keyof EngineCalls;

/** Methods that report progress, and the position of the progress function in their arguments. */
export const PROGRESS_ARGUMENT: Partial<Record<EngineMethod, number>> = {
  empiricalFields: 4,
  explainBriefly: 3,
  explainByMethod: 4,
  fieldsByGradient: 4,
  exportAllClasses: 4,
  pinnedImage: 4,
  compareEvaluations: 4,
  trust: 4,
  evaluateFolder: 3,
  evidence: 4,
  exportEvaluation: 5,
  examinePreprocessing: 3,
  localization: 4,
  writeEvaluatedMaps: 5,
  scanFolder: 3,
  suggestNames: 3,
  train: 3,
};

type AllArguments<M extends EngineMethod> = Required<Parameters<EngineCalls[M]>>;

/** Arguments of a method, without the progress function. */
export type EngineArguments<M extends EngineMethod> =
  AllArguments<M> extends [...infer Others, (progress: infer _) => void]
    ? Others
    : Parameters<EngineCalls[M]>;

/** The progress that a method reports. */
export type EngineProgress<M extends EngineMethod> =
  AllArguments<M> extends [...unknown[], (progress: infer Progress) => void] ? Progress : never;

/** Name of the environment variable that holds the path of the file with the texts of the window's language. */
export const TEXTS = 'CAM_LENS_TEXTS';

/** Sent to the engine process. Typed arrays travel as they are (structured clone). */
export interface EngineRequest {
  id: number;
  method: EngineMethod;
  args: unknown[];
}

/** Sent back: any number of progress messages, then one result or error. */
export type EngineReply =
  | { id: number; progress: unknown }
  | { id: number; result: unknown }
  | { id: number; error: CamErrorData };
