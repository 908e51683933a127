import { METHOD_CELLS } from '../cam/maps/pixels/methodLook.ts';
import type { MapMethod } from '../cam/results/methodMap.ts';
import { MAP_METHODS } from '../cam/results/methodMap.ts';
import { parseOptions, usageError } from './command/options.ts';
import { SHOW_HELP } from './text/help.ts';

/** `cam-lens show …`; paths as typed. */
export interface ShowCommand {
  kind: 'show';
  images: string[];
  model: string;
  /** Undefined for `cam`, or, if the model has none, another one. */
  method: 'cam' | MapMethod | undefined;
  /** Classes as typed: index, label, or part of a label. Empty for those with the largest logits. */
  classes: string[];
  /** A class as typed, which is taken away from each. */
  against: string | undefined;
  out: string | undefined;
  json: boolean;
  config: string | undefined;
  colourProfile: boolean;
  output: string | undefined;
  /** Tensor that the map is made of. */
  layer: string | undefined;
  inputScale: number;
}

const OPTIONS = {
  model: { type: 'string', short: 'm' },
  method: { type: 'string' },
  class: { type: 'string', short: 'c', multiple: true },
  against: { type: 'string' },
  out: { type: 'string', short: 'o' },
  json: { type: 'boolean' },
  config: { type: 'string' },
  'colour-profile': { type: 'boolean' },
  output: { type: 'string' },
  layer: { type: 'string' },
  'input-scale': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Time and memory grow with the square of this. */
const LARGEST_INPUT_SCALE = 4;

/** @throws UsageError for unknown options and methods, missing arguments, and options that do not go together. */
export function parseShow(args: string[]): ShowCommand | { kind: 'help'; text: string } {
  const { values, positionals } = parseOptions('show', args, OPTIONS);
  if (values.help) return { kind: 'help', text: SHOW_HELP };
  if (values.model === undefined) {
    throw usageError('show', 'No model given.', 'Add `--model MODEL.onnx`.');
  }
  if (positionals.length === 0) {
    throw usageError('show', 'No image given.', 'Name at least one image file.');
  }
  const command: ShowCommand = {
    kind: 'show',
    images: positionals,
    model: values.model,
    method: methodOf(values.method),
    classes: values.class ?? [],
    against: values.against,
    out: values.out,
    json: values.json ?? false,
    config: values.config,
    colourProfile: values['colour-profile'] ?? false,
    output: values.output,
    layer: values.layer,
    inputScale: inputScaleOf(values['input-scale'] ?? '1'),
  };
  requireFitting(command);
  return command;
}

function methodOf(text: string | undefined): ShowCommand['method'] {
  const known = ['cam', ...MAP_METHODS] as const;
  const method = known.find((one) => one === text);
  if (method !== undefined || text === undefined) return method;
  const list = `Give \`--method\` one of ${known.join(', ')}.`;
  throw usageError('show', `There is no method \`${text}\`.`, list);
}

function inputScaleOf(text: string): number {
  const scale = Number(text);
  if (scale >= 1 && scale <= LARGEST_INPUT_SCALE) return scale;
  throw usageError('show', `\`${text}\` is not an input scale.`, 'Give 1, 1.5 or 2.');
}

function requireFitting({ method, layer, inputScale }: ShowCommand): void {
  if (method === undefined || method === 'cam') return;
  if (layer !== undefined && METHOD_CELLS[method] !== 'layer') {
    const ofLayers = MAP_METHODS.filter((one) => METHOD_CELLS[one] === 'layer').join(', ');
    throw usageError(
      'show',
      `\`--method ${method}\` is not about a layer.`,
      `Leave out \`--layer\`, or give \`--method\` one of cam, ${ofLayers}.`,
    );
  }
  if (inputScale !== 1) {
    throw usageError(
      'show',
      '`--input-scale` is only for class activation maps.',
      'Leave it out, or give `--method cam`.',
    );
  }
}
