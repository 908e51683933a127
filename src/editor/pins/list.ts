import path from 'node:path';
import * as vscode from 'vscode';
import { byWorst, classOf, compareResults, FAILED, summarise } from '../../cam/pins/compare.ts';
import type { PinnedImage } from '../../cam/pins/pinsFile.ts';
import type { ClassScore } from '../../cam/results/brief.ts';
import { wayName } from '../../cam/results/mapWay.ts';
import type { PinBaseline, PinMaps, PinRow, ToPins } from '../../protocol/pins.ts';
import type { PinsSession } from './session.ts';

/** The pinned images of a session as the page shows them, the worst first; undefined until the file was read. */
export function listPins(session: PinsSession): Extract<ToPins, { type: 'pins' }>['pins'] {
  if (!session.pins) return undefined;
  const rows = session.pins.map((pin) => rowOf(session, pin));
  return {
    rows: rows.sort((a, b) => byWorst(a.comparison, b.comparison)),
    summary: summarise(rows.map(({ comparison }) => comparison)),
    baseline: baselineOf(session),
    maps: mapsOf(session),
  };
}

/** Of the first image with another method than before, else of the first one. */
function mapsOf({ pins = [], runs: { latest, baseline } }: PinsSession): PinMaps | undefined {
  const ways = pins.flatMap(({ path: file }) => {
    const now = latest?.results.get(file)?.way;
    return now ? [{ now, before: baseline?.results.get(file)?.way }] : [];
  });
  const differing = ways.find(({ now, before }) => before !== undefined && before !== now);
  const [first] = ways;
  if (!first) return undefined;
  const { now, before } = differing ?? { now: first.now, before: undefined };
  return { now: wayName(now), before: before && wayName(before) };
}

function rowOf(session: PinsSession, { path: file, expected }: PinnedImage): PinRow {
  const { labels, runs } = session;
  const before = runs.baseline?.results.get(file);
  const now = runs.latest?.results.get(file);
  const error = session.failureOf(file);
  const index = classOf(expected, labels);
  const folder = path.dirname(vscode.workspace.asRelativePath(file));
  return {
    path: file,
    fileName: path.basename(file),
    folder: folder === '.' ? '' : folder,
    expected:
      expected === undefined
        ? undefined
        : { label: labels[index ?? -1] ?? String(expected), isKnown: index !== undefined },
    comparison: error ? FAILED : compareResults(before, now, expected, labels),
    top: now?.scores[0] && named(now.scores[0], labels),
    topBefore: before?.scores[0],
    box: now?.box,
    boxBefore: before?.way === now?.way ? before?.box : undefined,
    error,
    drawingKey: session.drawingKey(file),
    imageKey: (now ?? before)?.imageHash ?? '',
  };
}

/** Labels may have been changed since the score was computed. */
function named(score: ClassScore, labels: readonly string[]): ClassScore {
  return { ...score, label: labels[score.classIndex] ?? score.label };
}

function baselineOf({ runs: { latest, baseline } }: PinsSession): PinBaseline {
  if (!baseline) return { kind: 'none' };
  if (baseline.exportKey === latest?.exportKey) return { kind: 'accepted' };
  return { kind: 'export', writtenMs: baseline.atMs };
}
