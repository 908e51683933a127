import path from 'node:path';
import { classLabel } from '../../cam/base/classLabel.ts';
import { sidecarPath } from '../../cam/config/sidecarFile.ts';
import type { ExplanationReport } from '../../cam/maps/files/report.ts';
import type {
  Explanation,
  ModelDescription,
  SecondOpinion,
} from '../../cam/results/explanation.ts';
import { boxText, percent } from './numbers.ts';
import { table } from './table.ts';

/**
 * The lines before all images.
 * @param map what the map is
 */
export function modelText(
  model: Pick<ModelDescription, 'path' | 'labels' | 'preprocessing' | 'notices'>,
  map: string,
): string[] {
  return [
    `Model          ${model.path}`,
    `Map            ${map}`,
    `Labels         ${model.labels.source}`,
    `Preprocessing  ${model.preprocessing.source}`,
    ...model.notices.map((notice) => `Note           ${notice}`),
  ];
}

/** That another way to make values of pixels may be the right one, and how to take it. */
export function opinionText(
  modelPath: string,
  { text, settings, surety, instead }: SecondOpinion,
): string {
  const sidecar = path.basename(sidecarPath(modelPath));
  return `surer with ${text}: ${surety.toFixed(2)} instead of ${instead.toFixed(2)}. How pixels become values is a guess; to use this instead, put ${JSON.stringify({ preprocessing: settings })} into ${sidecar} beside the model.`;
}

/** One image as lines of text: fidelity, classes and channels. */
export function explanationText(
  image: string,
  model: ModelDescription,
  explanation: Explanation,
  report: ExplanationReport,
): string[] {
  const topClass = explanation.ranking[0] ?? 0;
  const classes = report.classes.map(({ index, label, against, probability, logit, box }) => [
    String(index),
    titleOf(label, against),
    percent(probability),
    logit.toFixed(3),
    box === null ? 'none' : boxText(box),
  ]);
  const channels = report.channels.map(({ channel, pooling, name, weight, mean, contribution }) => [
    [
      model.poolings.length > 1 ? `${channel} (${pooling})` : String(channel),
      ...(name === undefined ? [] : [name]),
    ].join(' · '),
    weight?.toFixed(4) ?? '–',
    mean.toFixed(4),
    contribution.toFixed(4),
  ]);
  return [
    '',
    image,
    `${explanation.claim.text} · ${explanation.place.text}`,
    ...explanation.notices.map((notice) => `Note: ${notice}`),
    '',
    ...table(
      ['class', 'label', 'probability', 'logit', 'box at 20 % (x, y, width × height)'],
      classes,
    ),
    '',
    `Channels that add most to ${classLabel(model.labels.value, topClass)}`,
    ...table(['channel', 'weight', 'mean', 'contribution'], channels),
  ];
}

/** The title of a class's map: its label, and that of the class that is taken away. */
export function titleOf(label: string, against: { label: string } | undefined): string {
  return against ? `${label} against ${against.label}` : label;
}
