import path from 'node:path';
import { shortest } from '../../cam/maps/files/report.ts';
import type { LeftOutAnnotations, NameSuggestions } from '../../cam/results/units.ts';
import { table } from './table.ts';

/** What annotations call the channels, as `--suggest-names` prints it; documented in docs/cli.md. */
export interface SuggestionsReport {
  /** Absolute path of the annotations. */
  annotations: string;
  annotatedImages: number;
  /** Objects, pictures and files that could not be used, and why the first 20 could not. */
  leftOut: LeftOutAnnotations;
  /** Smallest IoU at which a channel counts as a detector. */
  detectedFrom: number;
  /** The best IoU first. */
  suggestions: {
    channel: number;
    /** The user's name for it; null for most. */
    name: string | null;
    suggestion: string;
    iou: number;
    purity: number;
    purityOver: number;
  }[];
  /** Objects that no channel detects. */
  undetected: { name: string; images: number; bestIou: number }[];
}

export function reportSuggestions(found: NameSuggestions): SuggestionsReport {
  const { annotations, annotatedImages, leftOut, detectedFrom, undetected } = found;
  return {
    annotations,
    annotatedImages,
    leftOut,
    detectedFrom,
    suggestions: found.suggestions.map(({ unit, name, iou, purity, purityOver }) => ({
      channel: unit.channel,
      name: unit.name ?? null,
      suggestion: name,
      iou: shortest(iou),
      purity: shortest(purity),
      purityOver,
    })),
    undetected: undetected.map(({ name, images, bestIou }) => ({
      name,
      images,
      bestIou: shortest(bestIou),
    })),
  };
}

/** The channels that detect something, as lines of text. */
export function suggestionsText(report: SuggestionsReport): string[] {
  const { annotations, annotatedImages, detectedFrom, undetected } = report;
  const detectors = report.suggestions.filter(({ iou }) => iou >= detectedFrom);
  const rows = detectors.map(({ channel, suggestion, iou, purity, name }) => [
    String(channel),
    suggestion,
    iou.toFixed(3),
    purity.toFixed(2),
    name ?? '',
  ]);
  const missed = undetected.map(({ name }) => name).join(', ');
  return [
    '',
    `Names from ${path.basename(annotations)} (${annotatedImages} images): ${detectors.length} channels with an IoU of ${detectedFrom} or more`,
    ...table(['channel', 'suggestion', 'IoU', 'purity', 'named'], rows),
    ...(missed === '' ? [] : [`No channel detects: ${missed}`]),
  ];
}
