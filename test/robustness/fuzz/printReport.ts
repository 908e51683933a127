import type { FuzzOptions, FuzzReport } from './fuzzRunner.ts';

/** How the cases ended, one line for each kind of case, then what was found. */
export function describeReport(report: FuzzReport, { seed }: Pick<FuzzOptions, 'seed'>): string {
  const { outcomes, failures, crashes, slowest, engineBytes } = report;
  const lines = [...outcomes].map(([kind, counts]) => {
    const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([name, n]) => `${name} ${n}`);
    const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
    return `${kind} (${total}): ${parts.join(', ')}`;
  });
  lines.sort();
  const restarted = crashes.size > 0 ? `: ${[...crashes].join(' ')}` : '';
  lines.push(`engine restarted after ${crashes.size} cases${restarted}`);
  const { index, call, durationMs } = slowest;
  lines.push(`slowest: ${call} of case ${index}, ${(durationMs / 1000).toFixed(1)} s`);
  lines.push(`largest engine process between cases: ${Math.round(engineBytes / 2 ** 20)} MB`);
  for (const failure of failures) {
    lines.push(
      `FAILED ${failure.call} of case ${failure.index} (${failure.kind} of ${failure.seed}):`,
      `  ${failure.reason}`,
      `  kept in ${failure.folder}`,
      `  again: npm run fuzz -- --seed ${seed} --only ${failure.index}`,
    );
  }
  return lines.join('\n');
}
