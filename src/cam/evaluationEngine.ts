import path from 'node:path';
import { CamError } from './base/errors.ts';
import { examine } from './evaluate/doctor/examine.ts';
import { useVariant } from './evaluate/doctor/useVariant.ts';
import type { Evaluated } from './evaluate/evaluated.ts';
import { activationOf, everythingOf, labelNumbers, overviewOf } from './evaluate/evaluated.ts';
import { evidenceReport } from './evaluate/evidence/evidenceReport.ts';
import type { ReportForm } from './evaluate/export/exportReport.ts';
import { exportReport } from './evaluate/export/exportReport.ts';
import type { FolderEvaluation } from './evaluate/folderEvaluation.ts';
import type { KeptReports } from './evaluate/keptReports.ts';
import type { Localization } from './evaluate/localization/localize.ts';
import { localize, localizedPictures } from './evaluate/localization/localize.ts';
import type { MapSource } from './evaluate/mapSource.ts';
import type { EvaluationOptions } from './evaluate/openEvaluation.ts';
import { readTruth } from './evaluate/openEvaluation.ts';
import { OpenEvaluations } from './evaluate/openEvaluations.ts';
import { compareRecords } from './evaluate/parity/compareRecords.ts';
import { readRecord } from './evaluate/parity/readRecord.ts';
import { recordOf } from './evaluate/parity/recordOf.ts';
import { picturesPage } from './evaluate/picturesPage.ts';
import { rowSources } from './evaluate/rowSources.ts';
import { methodSource } from './evaluate/runs/methodSource.ts';
import { writeMaps } from './evaluate/sources/mapFolder.ts';
import { trust } from './evaluate/trust/trust.ts';
import type { IndexPlace } from './folder/indexPlace.ts';
import { placeOfIndex, scanIntoIndex } from './folder/indexPlace.ts';
import type { ScanOptions } from './folderEngine.ts';
import { FolderEngine } from './folderEngine.ts';
import type { OpenModel } from './model/openModel.ts';
import type { DoctorProgress, DoctorReport, VariantChange } from './results/evaluation/doctor.ts';
import type { EvidenceQuery, EvidenceReport } from './results/evaluation/evidence.ts';
import type {
  LocalizationQuery,
  LocalizationReport,
  LocalizedPage,
  RowSource,
} from './results/evaluation/localization.ts';
import type {
  EvaluationOverview,
  PicturesPage,
  PicturesQuery,
} from './results/evaluation/overview.ts';
import type { ParityReport } from './results/evaluation/parity.ts';
import type { EvaluationRecord } from './results/evaluation/record.ts';
import type { FoundReports, ReportProgress } from './results/evaluation/report.ts';
import type { TrustQuery, TrustReport } from './results/evaluation/trust.ts';
import type { ScanProgress } from './results/units.ts';

export interface EvaluateOptions extends ScanOptions, EvaluationOptions {}

/** Whether a baseline is a report, and not a model. */
function isReport(file: string): boolean {
  return /\.json$/i.test(file);
}

/** On which pictures of a large folder preprocessing is tried. */
const DOCTOR_SEED = 1;

/** The part of the library's entry that is about folders of labelled pictures. */
export class EvaluationEngine extends FolderEngine {
  readonly #evaluations = new OpenEvaluations();
  readonly #reports = new WeakMap<FolderEvaluation, KeptReports>();

  /**
   * Runs the pictures of a folder through a model, as {@link scanFolder}, with the maps of their classes, and says what
   * the evaluation shows.
   * @param onProgress is called at most four times a second
   * @throws CamError as {@link scanFolder}, and about files of labels or annotations that are asked for
   */
  evaluateFolder(
    modelPath: string,
    folder: string,
    options: EvaluateOptions,
    onProgress: (progress: ScanProgress) => void,
  ): Promise<EvaluationOverview> {
    return this.withModel(modelPath, options, async (model) => {
      const place = await placeOfIndex(model, folder, options);
      await scanIntoIndex(model, place, options, onProgress, async (images) => {
        const truth = await readTruth(place.folder, images, place.labels, options);
        return images.map(({ path }, i) =>
          truth.masks.has(path) ? undefined : (truth.classes[i] ?? []),
        );
      });
      return overviewOf(await this.#open(model, place, options));
    });
  }

  /**
   * What is known of a folder now, also during a scan; undefined if it was never run through this model.
   * @throws CamError about the model, or files of labels or annotations that are asked for
   */
  evaluation(
    modelPath: string,
    folder: string,
    options: EvaluateOptions = {},
  ): Promise<EvaluationOverview | undefined> {
    return this.withModel(modelPath, options, async (model) => {
      const place = await placeOfIndex(model, folder, options);
      try {
        return await overviewOf(await this.#open(model, place, options));
      } catch (error) {
        if (CamError.is(error) && error.code === 'fileNotFound') return undefined;
        throw error;
      }
    });
  }

  /**
   * Labelled pictures in an order, with the map that says why, see {@link picturesPage}. The model is not loaded.
   * @throws CamError as {@link evaluation}; `fileNotFound` if the folder was never run through this model.
   */
  evaluatedPictures(
    modelPath: string,
    folder: string,
    query: PicturesQuery,
    options: EvaluateOptions = {},
  ): Promise<PicturesPage> {
    return this.#evaluated(
      modelPath,
      folder,
      options,
      ({ evaluation }) => picturesPage(evaluation, query),
      true,
    );
  }

  /**
   * The table of localization, see {@link localize}.
   * @throws CamError as {@link evaluatedPictures}, and about a method that the model does not allow
   */
  localization(
    modelPath: string,
    folder: string,
    query: LocalizationQuery,
    options: EvaluateOptions,
    onProgress: (progress: ReportProgress) => void,
  ): Promise<LocalizationReport> {
    return this.#evaluated(modelPath, folder, options, async (evaluated) => {
      const { report } = await this.#localization(evaluated, query, options, onProgress);
      return report;
    });
  }

  /**
   * Pictures of the first row of a table of localization, see {@link localizedPictures}.
   * @throws CamError as {@link localization}
   */
  localizedPictures(
    modelPath: string,
    folder: string,
    query: LocalizationQuery & { first: number; count: number },
    options: EvaluateOptions = {},
  ): Promise<LocalizedPage> {
    const { first, count, ...table } = query;
    return this.#evaluated(
      modelPath,
      folder,
      options,
      async (evaluated) => {
        const found = await this.#localization(evaluated, table, options, () => undefined);
        return localizedPictures(evaluated.evaluation, found, { first, count });
      },
      true,
    );
  }

  /**
   * Which ways of reading pictures and labels fit the labelled pictures of a folder, see {@link examine}.
   * @throws CamError as {@link evaluatedPictures}; if the model fails
   */
  examinePreprocessing(
    modelPath: string,
    folder: string,
    options: EvaluateOptions,
    onProgress: (progress: ReportProgress) => void,
  ): Promise<DoctorReport> {
    return this.#evaluated(modelPath, folder, options, async ({ model, evaluation, reports }) => {
      const { index, predictions } = evaluation;
      const pictures = index.images.flatMap((image, i) => {
        const classIndex = predictions.truth[i] ?? -1;
        return classIndex < 0 ? [] : [{ path: path.join(index.folder, image.path), classIndex }];
      });
      const query = { seed: DOCTOR_SEED, ...labelNumbers(evaluation) };
      const tell = ({ done, total }: DoctorProgress) => onProgress({ done, all: total });
      reports.doctor = await examine(model, pictures, query, tell, options);
      return reports.doctor;
    });
  }

  /**
   * What a model says of a folder, against what another model or export says of it, see {@link compareRecords}. The
   * folder is run through the other one first, if it was not.
   * @param before path of the other model, or of the JSON file of an earlier report
   * @throws CamError as {@link evaluateFolder} about either model; `baselineInvalid` about the file
   */
  async compareEvaluations(
    before: string,
    modelPath: string,
    folder: string,
    options: EvaluateOptions,
    onProgress: (progress: ReportProgress) => void,
  ): Promise<ParityReport> {
    const record = isReport(before)
      ? await readRecord(before)
      : await this.#recordOf(before, folder, options, onProgress);
    return this.#evaluated(modelPath, folder, options, async ({ evaluation, reports }) => {
      const after = await recordOf(evaluation, path.basename(modelPath), onProgress, record);
      reports.parity = await compareRecords(record, after);
      return reports.parity;
    });
  }

  /** Of a model that reads its own labels and preprocessing. */
  async #recordOf(
    modelPath: string,
    folder: string,
    { configPath: _config, output: _output, featureTensor: _tensor, ...options }: EvaluateOptions,
    onProgress: (progress: ReportProgress) => void,
  ): Promise<EvaluationRecord> {
    await this.evaluateFolder(modelPath, folder, options, ({ indexed, unreadable, found }) =>
      onProgress({ done: indexed + unreadable, all: found }),
    );
    return this.#evaluated(modelPath, folder, options, ({ evaluation }) =>
      recordOf(evaluation, path.basename(modelPath), onProgress),
    );
  }

  /**
   * Where the evidence of each class lies, see {@link evidenceReport}. The model is not loaded.
   * @throws CamError as {@link evaluatedPictures}
   */
  evidence(
    modelPath: string,
    folder: string,
    query: EvidenceQuery,
    options: EvaluateOptions,
    onProgress: (progress: ReportProgress) => void,
  ): Promise<EvidenceReport> {
    return this.#evaluated(modelPath, folder, options, async ({ evaluation, reports }) => {
      reports.evidence = await evidenceReport(evaluation, query, ({ done, of }) =>
        onProgress({ done, all: of }),
      );
      return reports.evidence;
    });
  }

  /**
   * How far maps say what the model goes by, on a sample of a folder's pictures, see {@link trust}.
   * @throws CamError as {@link localization}; if the model fails
   */
  trust(
    modelPath: string,
    folder: string,
    query: TrustQuery,
    options: EvaluateOptions,
    onProgress: (progress: ReportProgress) => void,
  ): Promise<TrustReport> {
    return this.#evaluated(modelPath, folder, options, async (evaluated) => {
      const { model, evaluation, reports } = evaluated;
      const sources = await this.#sources(evaluated, query.rows, query.seed, options);
      reports.trust = await trust(model, evaluation, sources, query, onProgress, options);
      return reports.trust;
    });
  }

  /**
   * Writes another way of reading pictures or labels into a model's sidecar, and returns its path.
   * @throws CamError `sidecarInvalid` (nothing is written), `notWritable`
   */
  useVariant(modelPath: string, change: VariantChange): Promise<string> {
    return this.inTurn(() => useVariant(modelPath, { change }));
  }

  /**
   * Everything that was found out about a folder as a file (UTF-8), see {@link exportReport}: with the reports that this
   * engine has made since the folder was run.
   * @param found by an engine that may have ended; takes the place of what this one has made
   * @throws CamError as {@link localization}
   */
  exportEvaluation(
    modelPath: string,
    folder: string,
    form: ReportForm,
    options: EvaluateOptions,
    { localization, ...others }: FoundReports,
    onProgress: (progress: ReportProgress) => void,
  ): Promise<Uint8Array> {
    return this.#evaluated(modelPath, folder, options, async (evaluated) => {
      Object.assign(evaluated.reports, others);
      if (localization) await this.#localization(evaluated, localization, options, onProgress);
      const { report, lines } = await everythingOf(evaluated, form === 'json');
      return new TextEncoder().encode(await exportReport(report, lines, form, options));
    });
  }

  /**
   * Writes the maps of the labelled pictures' classes as `.npy` files, see {@link writeMaps}.
   * @param to absolute
   * @throws CamError as {@link localization}; `notWritable`
   */
  writeEvaluatedMaps(
    modelPath: string,
    folder: string,
    row: RowSource,
    to: string,
    options: EvaluateOptions,
    onProgress: (progress: ReportProgress) => void,
  ): Promise<{ written: number; without: string[] }> {
    return this.#evaluated(modelPath, folder, options, async (evaluated) => {
      const [source] = await this.#sources(evaluated, [row], 0, options);
      if (!source) throw new Error('a row has a source');
      return writeMaps(evaluated.evaluation, source, to, true, onProgress);
    });
  }

  /** The table that was made last, if it answers the same query. */
  async #localization(
    evaluated: Evaluated,
    query: LocalizationQuery,
    options: EvaluateOptions,
    onProgress: (progress: ReportProgress) => void,
  ): Promise<Localization> {
    const { evaluation, reports } = evaluated;
    const asked = JSON.stringify(query);
    if (reports.localization?.query === asked) return reports.localization.found;
    const sources = await this.#sources(evaluated, query.rows, query.seed, options);
    const found = await localize(evaluation, sources, query, onProgress);
    reports.localization = { query: asked, found };
    return found;
  }

  #sources(
    { model, evaluation }: Evaluated,
    rows: readonly RowSource[],
    seed: number,
    options: EvaluateOptions,
  ): Promise<MapSource[]> {
    return rowSources(evaluation, rows, seed, (row) =>
      methodSource(model, evaluation, row, options),
    );
  }

  #evaluated<T>(
    modelPath: string,
    folder: string,
    options: EvaluateOptions,
    answer: (evaluated: Evaluated) => Promise<T>,
    isPage = false,
  ): Promise<T> {
    return this.withModel(modelPath, options, async (model) => {
      const place = await placeOfIndex(model, folder, options);
      return answer(await this.#open(model, place, options, isPage));
    });
  }

  #reportsOf(evaluation: FolderEvaluation): KeptReports {
    const reports = this.#reports.get(evaluation) ?? {};
    this.#reports.set(evaluation, reports);
    return reports;
  }

  async #open(
    model: OpenModel,
    place: IndexPlace,
    options: EvaluateOptions,
    isPage = false,
  ): Promise<Evaluated> {
    const index = this.openIndex(place);
    const activation = await activationOf(model, options);
    const evaluation = await this.#evaluations.open(place, index, activation, options, isPage);
    return { model, place, index, evaluation, reports: this.#reportsOf(evaluation) };
  }
}
