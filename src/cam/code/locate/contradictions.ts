import type { SyntaxNode } from '@lezer/common';
import type { LayerNumbers } from '../origins/layerNumbers.ts';
import type { Expression } from '../python/pythonFile.ts';
import { argumentsOf, calleeOf, childrenOf, lastPart, textOf } from '../python/syntax.ts';

interface Signature {
  layer: RegExp;
  /** In the order of the constructor. */
  parameters: readonly string[];
  /** The default: a number, or the value of another parameter. */
  defaults: Readonly<Record<string, number | string>>;
}

const SIGNATURES: readonly Signature[] = [
  {
    layer: /^Conv\dd$/,
    parameters: [
      ...['in_channels', 'out_channels', 'kernel_size', 'stride'],
      ...['padding', 'dilation', 'groups'],
    ],
    defaults: { stride: 1, dilation: 1, groups: 1 },
  },
  { layer: /^Linear$/, parameters: ['in_features', 'out_features'], defaults: {} },
  {
    layer: /^MaxPool\dd$/,
    parameters: ['kernel_size', 'stride', 'padding', 'dilation'],
    defaults: { stride: 'kernel_size', dilation: 1 },
  },
  {
    layer: /^AvgPool\dd$/,
    parameters: ['kernel_size', 'stride'],
    defaults: { stride: 'kernel_size' },
  },
];

/**
 * Whether a constructor such as `nn.Conv2d(3, 64, kernel_size=7)` has other numbers than the model's layer. Only
 * numbers in the call itself count.
 */
export function contradicts({ file, node }: Expression, numbers: LayerNumbers): boolean {
  const { text } = file;
  const name = lastPart(calleeOf(node, text));
  const signature = SIGNATURES.find(({ layer }) => layer.test(name));
  if (!signature) return false;
  const { parameters, defaults } = signature;
  const given = argumentsOf(node, text);
  const isSpread = given.some((argument) => argument.isSpread);
  const positional = given.filter((argument) => argument.name === undefined);
  const saidFor = (parameter: string): number[] | undefined => {
    const index = parameters.indexOf(parameter);
    const found =
      given.find((one) => one.name === parameter) ?? (isSpread ? undefined : positional[index]);
    if (found) return numbersIn(text, found.value);
    const fallback = isSpread ? undefined : defaults[parameter];
    return typeof fallback === 'string'
      ? saidFor(fallback)
      : fallback === undefined
        ? undefined
        : [fallback];
  };
  return parameters.some((parameter) => {
    const [said, actual] = [saidFor(parameter), numbers[parameter]];
    return said !== undefined && actual?.some((number, i) => number !== (said[i] ?? said[0]));
  });
}

function numbersIn(text: string, node: SyntaxNode): number[] | undefined {
  const parts = /^(Tuple|Array)Expression$/.test(node.name) ? childrenOf(node) : [node];
  const numbers = parts.map((part) =>
    part.name === 'Number' ? Number(textOf(text, part)) : Number.NaN,
  );
  return numbers.length > 0 && numbers.every(Number.isInteger) ? numbers : undefined;
}
