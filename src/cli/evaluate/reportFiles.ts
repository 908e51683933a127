import path from 'node:path';
import { writeAsked } from '../command/folderCommand.ts';
import type { EvaluateRun } from './evaluate.ts';
import { methodRows, withProgress } from './reports.ts';

const FILES = [
  ['html', 'report.html'],
  ['json', 'report.json'],
  ['csv', 'images.csv'],
] as const;

/**
 * Writes what was found out into the folder of `--out`.
 * @throws CamError `notWritable`
 */
export async function writeReport(run: EvaluateRun): Promise<void> {
  const { command, engine, model, folder, options } = run;
  if (command.out === undefined) return;
  for (const [form, name] of FILES) {
    const bytes = await engine.call('exportEvaluation', [model, folder, form, options, {}]);
    say(run, `Wrote ${await writeAsked(path.join(command.out, name), bytes, '--out')}`);
  }
  if (command.writeMaps) await writeMaps(run, path.resolve(command.out, 'maps'));
}

async function writeMaps(run: EvaluateRun, to: string): Promise<void> {
  const { engine, model, folder, options, terminal } = run;
  const [row] = methodRows(run);
  if (!row) return;
  const { written, without } = await withProgress(run, 'maps', (signal, onProgress) =>
    engine.call('writeEvaluatedMaps', [model, folder, row, to, options], signal, onProgress),
  );
  if (without.length > 0) {
    terminal.err(`note: ${without.length} images have no map of their class.`);
  }
  say(run, `Wrote ${written} maps to ${to}`);
}

function say({ command, terminal }: EvaluateRun, line: string): void {
  if (!command.json) terminal.out([line]);
}

/** The report as one JSON object in one line, on stdout. */
export async function printJson({ engine, model, folder, options, terminal }: EvaluateRun) {
  const bytes = await engine.call('exportEvaluation', [model, folder, 'json', options, {}]);
  terminal.out([JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)))]);
}
