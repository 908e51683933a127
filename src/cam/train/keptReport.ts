import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { replaceSynced } from '../folder/index/files/syncedFiles.ts';
import type { TrainingReport } from '../results/training.ts';

const FILE = 'training.json';

/** Changes when reports of before cannot be shown. */
const VERSION = 1;

interface Kept {
  version: number;
  report: TrainingReport;
}

/** Keeps the report of a folder's last training beside its index; does nothing where it cannot be written to. */
export function keepReport(indexFolder: string, report: TrainingReport): void {
  const kept: Kept = { version: VERSION, report };
  try {
    const text = new TextEncoder().encode(JSON.stringify(kept));
    replaceSynced(path.join(indexFolder, FILE), text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

/** The report of the last training; undefined if there was none, or its model is gone. */
export function keptReport(indexFolder: string): TrainingReport | undefined {
  try {
    const text = readFileSync(path.join(indexFolder, FILE), 'utf8');
    const { version, report } = JSON.parse(text) as Kept;
    if (version !== VERSION || !existsSync(report.file)) return undefined;
    // JSON has no infinity.
    const wrong = report.wrong.map((one) => ({ ...one, margin: one.margin ?? Infinity }));
    return { ...report, wrong };
  } catch {
    // Whatever is wrong with it: it can be made again.
    return undefined;
  }
}
