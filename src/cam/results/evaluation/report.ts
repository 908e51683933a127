import type { DoctorReport } from './doctor.ts';
import type { EvidenceReport } from './evidence.ts';
import type { LocalizationQuery, LocalizationReport, LocalizedPage } from './localization.ts';
import type { EvaluatedPicture, EvaluationOverview, PicturesPage } from './overview.ts';
import type { ParityReport } from './parity.ts';
import type { EvaluationRecord } from './record.ts';
import type { TrustReport } from './trust.ts';

/** Everything that was found out about a folder: what its files say. Parts that were not asked for are missing. */
export interface EvaluationReport {
  made: ReportOrigin;
  /** Names of the classes, in the model's order. */
  classes: readonly string[];
  overview: EvaluationOverview;
  /** The first of the wrong pictures, with their maps; `total` counts all of them. */
  pictures?: PicturesPage | undefined;
  localization?: LocalizationReport | undefined;
  /** The first pictures by IoU; `total` counts all of them. */
  localized?: LocalizedPage | undefined;
  evidence?: EvidenceReport | undefined;
  trust?: TrustReport | undefined;
  doctor?: DoctorReport | undefined;
  parity?: ParityReport | undefined;
  /** What a later comparison needs; only in JSON. */
  record?: EvaluationRecord | undefined;
}

/** Reports that were made before, for files; that of localization is made again where it is no longer known. */
export interface FoundReports
  extends Pick<EvaluationReport, 'evidence' | 'trust' | 'doctor' | 'parity'> {
  localization?: LocalizationQuery;
}

/** What made a report, and when. */
interface ReportOrigin {
  /** ISO 8601, in UTC. */
  date: string;
  /** Of CAM Lens. */
  version: string;
  /** Absolute path of the model. */
  model: string;
  /** SHA-256 of the model file, hexadecimal. */
  modelHash: string;
}

/** One labelled picture in the files: a line of the CSV. */
export interface PictureLine
  extends Omit<EvaluatedPicture, 'image' | 'map' | 'limit' | 'geometry' | 'interpolation'> {
  /** Of its box with the best annotated one; undefined if it has no annotation. */
  iou?: number | undefined;
}

/** How far a report about a folder is, in pictures or runs. */
export interface ReportProgress {
  done: number;
  all: number;
}

/** At most so many pictures of each kind are in a report. */
export const MOST_PICTURES = { errors: 60, localized: 24, classes: 12, clusters: 3, typical: 4 };
