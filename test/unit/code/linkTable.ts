/** The result for one node, compared with the correct answer. */
export interface Outcome {
  /** How the model was exported. */
  setting: string;
  /** `none`: there is none, and none was shown; `oneOfSeveral`: two classes have modules of the same names. */
  definition: 'right' | 'oneOfSeveral' | 'notFound' | 'none';
  /** `none`: the code does not run it any more. */
  call: 'right' | 'leadsThere' | 'notFound' | 'none';
}

const SETTINGS: [setting: string, text: string][] = [
  ['dynamo', '`torch.onnx.export(…, dynamo=True)`, the default'],
  ['unoptimized', 'the same with `optimize=False`'],
  ['strict', '`torch.export.export(…, strict=True)` first'],
  ['verbose', '`dynamo=False, verbose=True`'],
  ['torchscript', '`dynamo=False`: names alone'],
  ['ort-basic', 'the default, optimised by onnxruntime, basic'],
  ['ort-extended', 'the default, optimised by onnxruntime, extended: names alone'],
  ['qdq', 'the default, quantised to int8 (QDQ)'],
];

const COLUMNS = [
  'exported with',
  'nodes',
  'definition',
  'line that runs it',
  'a line that leads there',
  'not found',
];

/** How many nodes of each way to export were found, as docs/accuracy.md shows it. */
export function codeLinkTable(outcomes: readonly Outcome[]): string {
  const rows = SETTINGS.map(([setting, text]) => {
    const own = outcomes.filter((outcome) => outcome.setting === setting);
    const definitions = own.map(({ definition }) => definition).filter((kind) => kind !== 'none');
    const calls = own.map(({ call }) => call).filter((kind) => kind !== 'none');
    const count = <T>(kinds: readonly T[], kind: T) => kinds.filter((one) => one === kind).length;
    return [
      text,
      own.length,
      `${count(definitions, 'right')} of ${definitions.length}`,
      `${count(calls, 'right')} of ${calls.length}`,
      count(calls, 'leadsThere'),
      count(calls, 'notFound'),
    ];
  });
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(COLUMNS), line(COLUMNS.map(() => '---')), ...rows.map(line)].join('\n');
}
