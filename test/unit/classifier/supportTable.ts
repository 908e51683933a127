import type { CamErrorCode } from '../../../src/cam/base/errors.ts';
import type { MapKind } from '../../../src/cam/maps/featureMap.ts';

/** One file of the fixtures, and its result. */
export interface Measured {
  /** As in the fixtures' `golden.json`: `torchscript-20`, `qdq`, `tf2onnx`, … */
  exporter: string;
  kind: MapKind | CamErrorCode;
  passed: boolean;
}

const COLUMNS: [title: string, kinds: (MapKind | CamErrorCode)[]][] = [
  ['mean, linear', ['cam']],
  ['convolution, ReLU, mean', ['classMap', 'classMapOnly']],
  ['max, mean + max, GeM', ['maxPooled', 'meanMaxPooled', 'powerPooled']],
  ['pooling, non-linear', ['gradCam']],
  ['flatten, linear', ['positionWeights']],
  ['flatten or attention, non-linear', ['headNotLinear']],
  ['class token', ['noSpatialMap']],
];

const ROWS: [title: string, exporters: RegExp][] = [
  ['PyTorch, TorchScript exporter', /^torchscript/],
  ['PyTorch, dynamo exporter', /^dynamo/],
  ['optimised by onnxruntime, basic', /^ort-basic$/],
  ['optimised by onnxruntime, extended', /^ort-extended$/],
  ['float16', /^float16/],
  ['int8, QDQ', /^qdq$/],
  ['int8, QOperator (QLinear)', /^qoperator$/],
  ['int8, dynamic', /^dynamic$/],
  ['in the form of tf2onnx, hand-made', /^tf2onnx/],
  ['in the form of Keras (keras2onnx), hand-made', /^keras$/],
  ['in the form of caffe2, hand-made', /^caffe2$/],
];

const RESULTS: Partial<Record<MapKind | CamErrorCode, string>> = {
  classMap: 'class map',
  classMapOnly: 'class map',
  gradCam: 'Grad-CAM',
  headNotLinear: 'refused',
  noSpatialMap: 'refused',
};

/** Whether the weights and activations of a form are rounded to 8 bits. */
export function isQuantised(exporter: string): boolean {
  return ['qdq', 'qoperator', 'dynamic'].includes(exporter);
}

/** The table "exporter × kind of head" of docs/accuracy.md, from the results of the tests. */
export function supportTable(files: Measured[]): string {
  const titles = COLUMNS.map(([title]) => title);
  const rows = ROWS.map(([title, exporters]) => {
    const row = files.filter(({ exporter }) => exporters.test(exporter));
    const cells = COLUMNS.map(([, kinds]) => cell(row.filter(({ kind }) => kinds.includes(kind))));
    return line([title + opsets(row), ...cells]);
  });
  return [line(['', ...titles]), line(Array(titles.length + 1).fill('---')), ...rows].join('\n');
}

function cell(files: Measured[]): string {
  const [first] = files;
  if (!first) return '–';
  const passed = files.filter((file) => file.passed).length;
  const count = passed === files.length ? passed : `${passed} of ${files.length}`;
  return `${resultOf(first)} ${count}`;
}

function resultOf({ kind, exporter }: Measured): string {
  return RESULTS[kind] ?? (isQuantised(exporter) ? '8-bit' : 'exact');
}

/** The operator sets of PyTorch's files; `torchscript` and `dynamo` alone are those of ../models. */
function opsets(files: Measured[]): string {
  const defaults: Record<string, number> = { torchscript: 13, dynamo: 20 };
  const found = files.flatMap(({ exporter }) => {
    const opset = defaults[exporter] ?? /^(?:torchscript|dynamo)-(\d+)$/.exec(exporter)?.[1];
    return opset === undefined ? [] : [Number(opset)];
  });
  return found.length > 0 ? `, opsets ${Math.min(...found)} to ${Math.max(...found)}` : '';
}

function line(cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}
