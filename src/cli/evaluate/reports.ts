import path from 'node:path';
import type { EvidenceQuery } from '../../cam/results/evaluation/evidence.ts';
import type {
  Baseline,
  LocalizationQuery,
  RowSource,
} from '../../cam/results/evaluation/localization.ts';
import { BASELINES } from '../../cam/results/evaluation/localization.ts';
import type { EvaluationOverview } from '../../cam/results/evaluation/overview.ts';
import type { ReportProgress } from '../../cam/results/evaluation/report.ts';
import type { TrustQuery } from '../../cam/results/evaluation/trust.ts';
import { TRUST_BASELINES } from '../../cam/results/evaluation/trust.ts';
import { untilInterrupted } from '../command/interruption.ts';
import { ProgressLine } from '../text/progressLine.ts';
import type { EvaluateRun } from './evaluate.ts';
import { doctorText, evidenceText, localizationText, trustText } from './evaluateText.ts';

/** Clusters of each class. */
const MOST_CLUSTERS = 5;

/** Images of the sample for faithfulness. */
const TRUST_SAMPLE = 20;

/** Up to so many images, localization is evaluated without being asked for. */
const QUICK_IMAGES = 2000;

/**
 * The reports that the command asks for, one after the other.
 * @throws CamError about a method that the model does not allow; Interrupted by Ctrl-C.
 */
export async function makeReports(run: EvaluateRun, overview: EvaluationOverview): Promise<void> {
  const { command } = run;
  const isQuick = overview.annotations !== undefined && overview.pictures <= QUICK_IMAGES;
  if (command.localization || isQuick) await sayLocalization(run, overview);
  if (command.evidence) await sayEvidence(run);
  if (command.trust) await sayTrust(run);
  if (command.doctor) await sayDoctor(run);
}

async function sayLocalization(run: EvaluateRun, overview: EvaluationOverview): Promise<void> {
  const { command, engine, model, folder, options } = run;
  const query: LocalizationQuery = {
    rows: [...methodRows(run), ...folderRows(run), ...baselineRows(BASELINES)],
    boxRule: command.boxRule,
    threshold: command.threshold,
    hasGeometry: command.hasGeometry,
    seed: command.seed,
    sample: command.sample,
  };
  if (!overview.annotations) {
    run.terminal.err('note: No boxes or masks were found, so nothing says where objects are.');
    return;
  }
  const report = await withProgress(run, 'localization', (signal, onProgress) =>
    engine.call('localization', [model, folder, query, options], signal, onProgress),
  );
  run.findings.say(report.findings);
  // What is wrong with boxes and masks shows when they are read.
  const after = await engine.call('evaluation', [model, folder, options]);
  run.findings.say(after?.findings ?? []);
  if (report.pictures === 0) {
    run.terminal.err('note: No labelled image has a box or mask of its class: no localization.');
  } else if (!command.json) run.terminal.out(localizationText(report));
}

async function sayEvidence(run: EvaluateRun): Promise<void> {
  const { command, engine, model, folder, options } = run;
  const query: EvidenceQuery = { seed: command.seed, clusters: MOST_CLUSTERS };
  const report = await withProgress(run, 'evidence', (signal, onProgress) =>
    engine.call('evidence', [model, folder, query, options], signal, onProgress),
  );
  run.findings.say(report.findings);
  if (!command.json) run.terminal.out(evidenceText(report));
}

async function sayTrust(run: EvaluateRun): Promise<void> {
  const { command, engine, model, folder, options } = run;
  const query: TrustQuery = {
    rows: [...methodRows(run), ...folderRows(run), ...baselineRows(TRUST_BASELINES)],
    seed: command.seed,
    sample: command.sample ?? TRUST_SAMPLE,
  };
  const report = await withProgress(run, 'faithfulness', (signal, onProgress) =>
    engine.call('trust', [model, folder, query, options], signal, onProgress),
  );
  run.findings.say(report.findings);
  if (!command.json) run.terminal.out(trustText(report));
}

async function sayDoctor(run: EvaluateRun): Promise<void> {
  const { command, engine, model, folder, options } = run;
  const report = await withProgress(run, 'preprocessing', (signal, onProgress) =>
    engine.call('examinePreprocessing', [model, folder, options], signal, onProgress),
  );
  run.findings.say(report.findings);
  if (!command.json) run.terminal.out(doctorText(report));
}

/** The rows of the table that are asked for; without any, that of the model's own maps. */
export function methodRows({ command }: EvaluateRun): RowSource[] {
  const { methods, crops } = command;
  const asked = methods.length > 0 ? methods : (['cam'] as const);
  return asked.map((method) => ({ kind: 'method', method, crops }));
}

function folderRows({ command }: EvaluateRun): RowSource[] {
  return command.maps.map((folder) => ({ kind: 'folder', folder: path.resolve(folder) }));
}

function baselineRows(baselines: readonly Baseline[]): RowSource[] {
  return baselines.map((baseline) => ({ kind: 'baseline', baseline }));
}

/**
 * A call of the engine that Ctrl-C ends, with its progress on stderr.
 * @param what is being made, in the progress
 */
export function withProgress<T>(
  { terminal }: EvaluateRun,
  what: string,
  call: (signal: AbortSignal, onProgress: (progress: ReportProgress) => void) => Promise<T>,
): Promise<T> {
  const line = new ProgressLine(terminal);
  return untilInterrupted(
    (signal) => call(signal, ({ done, all }) => line.tell(`${what}: ${done} of ${all}`)),
    () => `Stopped while making ${what}; the images that were run are kept.`,
  ).finally(() => line.end());
}
