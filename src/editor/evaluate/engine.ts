import type { ScanOptions } from '../../cam/folderEngine.ts';
import type { DoctorReport, VariantChange } from '../../cam/results/evaluation/doctor.ts';
import type { EvidenceQuery, EvidenceReport } from '../../cam/results/evaluation/evidence.ts';
import type {
  LocalizationQuery,
  LocalizationReport,
  LocalizedPage,
} from '../../cam/results/evaluation/localization.ts';
import type {
  EvaluationOverview,
  PicturesPage,
  PicturesQuery,
} from '../../cam/results/evaluation/overview.ts';
import type { ParityReport } from '../../cam/results/evaluation/parity.ts';
import type { FoundReports } from '../../cam/results/evaluation/report.ts';
import type { TrustQuery, TrustReport } from '../../cam/results/evaluation/trust.ts';
import type { ScanProgress } from '../../cam/results/units.ts';
import type { EngineArguments } from '../../engine/calls.ts';
import type { EngineClient } from '../../engine/client.ts';
import type {
  ChosenSources,
  EvaluatedModel,
  EvaluationForm,
  PictureRequests,
} from '../../protocol/evaluate.ts';
import { usesColourProfile } from '../colourProfile.ts';
import type { ScanSubject } from '../folder/folderScan.ts';
import type { FolderEngines } from '../folder/folderServices.ts';
import type { Asked } from '../panels/requestHandler.ts';

type EvaluationOptions = ScanOptions & ChosenSources;

/** The progress of a report. */
interface ReportProgress {
  done: number;
  all: number;
}

type OnReport = (progress: ReportProgress) => void;

/** The requests of the evaluation's page as calls of the engine. */
export class EvaluationEngine {
  readonly #engines: FolderEngines;
  readonly #sourcesOf: (folder: string) => ChosenSources;
  readonly #quick: EngineClient;
  readonly #slow: EngineClient;

  /** @param sourcesOf the labels and annotations that the user chose for a folder */
  constructor(engines: FolderEngines, sourcesOf: (folder: string) => ChosenSources) {
    this.#engines = engines;
    this.#sourcesOf = sourcesOf;
    this.#quick = engines.engine;
    this.#slow = engines.scanEngine;
  }

  /** @throws CamError about the model or the folder. */
  scan(
    subject: ScanSubject,
    signal: AbortSignal,
    onProgress: (progress: ScanProgress) => void,
  ): Promise<EvaluationOverview> {
    const { model, folder } = subject;
    const args: [string, string, EvaluationOptions] = [model, folder, this.#options(subject)];
    return this.#slow.call('evaluateFolder', args, signal, onProgress);
  }

  /** Undefined if the folder was never run through this model. */
  overview(subject: ScanSubject): Promise<EvaluationOverview | undefined> {
    const { model, folder } = subject;
    return this.#quick.call('evaluation', [model, folder, this.#options(subject)]);
  }

  /** Nothing is loaded. @throws CamError if the model cannot be used at all */
  async model({ model }: ScanSubject): Promise<EvaluatedModel> {
    const { engine, variants } = this.#engines;
    const { output } = variants.of(model);
    const options = output === undefined ? {} : { output };
    const { labels, offers } = await engine.call('describeMethods', [model, options]);
    const allowed = offers.filter(({ reason }) => reason === undefined);
    const methods = allowed.map(({ method, name }) => ({ method, name }));
    return { labels: labels.value, methods };
  }

  pictures(subject: ScanSubject, query: PicturesQuery): Promise<PicturesPage> {
    const { model, folder } = subject;
    return this.#quick.call('evaluatedPictures', [model, folder, query, this.#options(subject)]);
  }

  localizedPictures(
    subject: ScanSubject,
    query: PictureRequests['localizedPictures']['request'],
  ): Promise<LocalizedPage> {
    const { model, folder } = subject;
    // In the process that has made the table and still knows it.
    return this.#slow.call('localizedPictures', [model, folder, query, this.#options(subject)]);
  }

  localization(
    subject: ScanSubject,
    query: LocalizationQuery,
    asked: Asked,
  ): Promise<LocalizationReport> {
    const { model, folder } = subject;
    const args: [string, string, LocalizationQuery, EvaluationOptions] = [
      ...([model, folder, query] as const),
      this.#options(subject),
    ];
    return this.#slow.call('localization', args, asked.signal, progressOf(asked));
  }

  evidence(subject: ScanSubject, query: EvidenceQuery, asked: Asked): Promise<EvidenceReport> {
    const { model, folder } = subject;
    const args: [string, string, EvidenceQuery, EvaluationOptions] = [
      ...([model, folder, query] as const),
      this.#options(subject),
    ];
    return this.#slow.call('evidence', args, asked.signal, progressOf(asked));
  }

  trust(subject: ScanSubject, query: TrustQuery, asked: Asked): Promise<TrustReport> {
    const { model, folder } = subject;
    const args: [string, string, TrustQuery, EvaluationOptions] = [
      ...([model, folder, query] as const),
      this.#options(subject),
    ];
    return this.#slow.call('trust', args, asked.signal, progressOf(asked));
  }

  examinePreprocessing(subject: ScanSubject, asked: Asked): Promise<DoctorReport> {
    const { model, folder } = subject;
    const args: [string, string, EvaluationOptions] = [model, folder, this.#options(subject)];
    return this.#slow.call('examinePreprocessing', args, asked.signal, progressOf(asked));
  }

  /** @throws CamError if the sidecar cannot be written. */
  useVariant(model: string, change: VariantChange): Promise<string> {
    return this.#quick.call('useVariant', [model, change]);
  }

  /** @param before the baseline's path, absolute */
  compare(subject: ScanSubject, before: string, asked: Asked): Promise<ParityReport> {
    const { model, folder } = subject;
    const args: [string, string, string, EvaluationOptions] = [
      ...([before, model, folder] as const),
      this.#options(subject),
    ];
    return this.#slow.call('compareEvaluations', args, asked.signal, progressOf(asked));
  }

  /** @param found reports that the engine's process may have forgotten */
  exported(
    subject: ScanSubject,
    { form, found }: { form: EvaluationForm; found: FoundReports },
    asked: Asked,
  ): Promise<Uint8Array> {
    const { model, folder } = subject;
    const args: EngineArguments<'exportEvaluation'> = [
      ...([model, folder, form] as const),
      this.#options(subject),
      found,
    ];
    return this.#slow.call('exportEvaluation', args, asked.signal, progressOf(asked));
  }

  /** @param to absolute */
  writeMaps({ model, folder }: ScanSubject, to: string, asked: Asked) {
    const row = { kind: 'method', method: 'cam', crops: 1 } as const;
    const options = this.#options({ model, folder });
    const args: EngineArguments<'writeEvaluatedMaps'> = [model, folder, row, to, options];
    return this.#slow.call('writeEvaluatedMaps', args, asked.signal, progressOf(asked));
  }

  #options({ model, folder }: ScanSubject): EvaluationOptions {
    return {
      ...this.#engines.variants.of(model),
      ...this.#sourcesOf(folder),
      useColourProfile: usesColourProfile(),
    };
  }
}

function progressOf({ onWorking }: Asked): OnReport {
  return ({ done, all }) => onWorking(done, all);
}
