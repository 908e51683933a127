import type { DoctorReport } from '../results/evaluation/doctor.ts';
import type { EvidenceReport } from '../results/evaluation/evidence.ts';
import type { ParityReport } from '../results/evaluation/parity.ts';
import type { TrustReport } from '../results/evaluation/trust.ts';
import type { Localization } from './localization/localize.ts';

/** What was found out about an evaluation so far, for the files that are made of it. */
export interface KeptReports {
  /** With the query that it answers, as text. */
  localization?: { query: string; found: Localization };
  evidence?: EvidenceReport;
  trust?: TrustReport;
  doctor?: DoctorReport;
  parity?: ParityReport;
}
