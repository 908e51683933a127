import { sidesText } from '../../cam/base/geometry.ts';
import type { Preprocessing } from '../../cam/config/preprocessing.ts';
import type { TensorFacts } from '../../cam/results/inspection.ts';
import type { InputReport, LayerReport, ModelReport } from './modelReport.ts';
import { table } from './table.ts';

/** A model as lines of text: the map that it allows, then the facts, then (on request) its layers. */
export function modelText(report: ModelReport, shown: { layers: boolean }): string[] {
  const { verdict, map, input, labels, preprocessing } = report;
  const rows: [title: string, text: string][] = [
    ['Model', report.model],
    ['Map', verdict.text],
    ...(verdict.error ? [['What to do', verdict.error.nextAction] as [string, string]] : []),
    ...methodRows(report),
    ...report.notices.map((notice): [string, string] => ['Note', notice]),
    ...(map ? [['Map of', map.featureTensor] as [string, string]] : []),
    ...(map && map.outputs.length > 1 ? [outputsRow(map)] : []),
    ['Input', input ? inputText(input) : 'no image'],
    ...(map && map.inputScales.length > 1
      ? [['Input scales', map.inputScales.join(', ')] as [string, string]]
      : []),
    ...(labels ? [['Labels', labels.source] as [string, string]] : []),
    ...(preprocessing ? [preprocessingRow(preprocessing)] : []),
    ['Exporter', report.producer || 'not stated'],
    ['Operators', operatorsText(report)],
    ['Weights', `${count(report.parameters)} ${report.weightTypes.join(', ')}`.trim()],
    ['File', `${count(report.byteSize)} bytes, SHA-256 ${report.modelHash}`],
    ...report.externalFiles.map(({ location, byteSize }): [string, string] => [
      'Weights in',
      `${location}, ${byteSize === null ? 'missing' : `${count(byteSize)} bytes`}`,
    ]),
    ...(input ? [] : report.inputs.map(tensorRow)),
    ...authorRows(report.authorNote),
  ];
  const lines = rows.map(([title, text]) => `${title.padEnd(14)} ${text}`);
  return [...lines, ...(shown.layers ? layerLines(report.layers) : [])];
}

/** A note of several lines: only the first has the title, the others begin below its text. */
function authorRows(note: string): [string, string][] {
  if (note === '') return [];
  return note
    .trimEnd()
    .split(/\r?\n/)
    .map((line, index) => [index === 0 ? 'Author' : '', line]);
}

/** The methods of `show --method` that are possible; then those that are not, once for each reason. */
function methodRows({ methods }: ModelReport): [string, string][] {
  const byReason = new Map<string | null, string[]>();
  for (const { method, reason } of methods ?? []) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), method]);
  }
  const possible = byReason.get(null) ?? [];
  byReason.delete(null);
  return [
    ...(possible.length > 0 ? [['Methods', possible.join(', ')] as [string, string]] : []),
    ...[...byReason].map(([reason, without]): [string, string] => [
      'Not possible',
      `${without.join(', ')}: ${reason}`,
    ]),
  ];
}

function outputsRow({ output, outputs }: { output: string; outputs: string[] }): [string, string] {
  const others = outputs.filter((name) => name !== output).join(', ');
  return ['Output', `${output} (or with \`--output\`: ${others})`];
}

function inputText({ name, layout, channels, width, height, batch }: InputReport): string {
  const size = `${width ?? 'any'}×${height ?? 'any'}`;
  const colours = channels === 1 ? 'one channel' : 'three channels';
  return `${name}: ${size}, ${colours}, ${layout}, batch ${batch ?? 'of any size'}`;
}

function preprocessingRow({
  value,
  source,
}: {
  value: Preprocessing;
  source: string;
}): [string, string] {
  const { resize, crop, channels, interpolation, scale, mean, std } = value;
  const ways = { stretch: 'stretched', letterbox: 'fitted in', 'shorter-side': 'shorter side' };
  const cut = crop === 0 ? '' : `, crop ${sidesText(crop)}`;
  const unless = resize.skipIfFits ? ' (unchanged if it fits)' : '';
  const numbers = `scale ${decimals(scale)}, mean ${list(mean)}, std ${list(std)}`;
  return [
    'Preprocessing',
    `${ways[resize.mode]} to ${sidesText(resize.size)} (${interpolation})${cut}${unless}, ${channels}, ${numbers}; ${source}`,
  ];
}

function list(values: number[]): string {
  return values.map(decimals).join(' ');
}

function decimals(value: number): string {
  return String(Number(value.toPrecision(5)));
}

function operatorsText({ operatorSets, irVersion, nodeCount }: ModelReport): string {
  const sets = operatorSets.map(({ domain, version }) => `${domain || 'ONNX'} ${version}`);
  return `${sets.join(', ')}; IR version ${irVersion}; ${count(nodeCount)} nodes`;
}

function tensorRow({ name, elementType, dims }: TensorFacts): [string, string] {
  return ['Takes', `${name}: ${elementType} [${dims.join(', ')}]`];
}

/** `*` marks the tensors that a class activation map can be made of. */
function layerLines(layers: LayerReport[]): string[] {
  if (layers.length === 0) return ['', 'No spatial tensors are known.'];
  const header = ['', 'tensor', 'operator', 'module', 'shape', 'weights', 'stride', 'sees'];
  const rows = layers.map((layer) => [
    layer.isCutPoint ? '*' : '',
    layer.tensor,
    layer.operator,
    layer.module,
    shapeText(layer),
    String(layer.parameters),
    strideText(layer),
    fieldText(layer),
  ]);
  return [
    '',
    'Layers (*: everything flows through it, so `show --layer` accepts it for a CAM)',
    ...table(header, rows),
  ];
}

function shapeText({ shape }: LayerReport): string {
  return shape === null ? '?' : `${shape.channels} × ${shape.width}×${shape.height}`;
}

function strideText({ stride }: LayerReport): string {
  if (stride === null) return '?';
  return stride.x === stride.y ? decimals(stride.x) : `${decimals(stride.x)}×${decimals(stride.y)}`;
}

function fieldText({ receptiveField }: LayerReport): string {
  if (receptiveField === null) return '?';
  if (receptiveField === 'global') return 'the whole input';
  return `${receptiveField.width}×${receptiveField.height}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
