import type { Attribute } from '../onnx/file/attributes.ts';
import type { Axis, Dimension, Flow } from './flow.ts';
import {
  axesIn,
  axisOf,
  channelDimension,
  joinFlows,
  positionDimension,
  reshapeDimensions,
  unknownFlow,
} from './flow.ts';
import { POOLED, UNKNOWN } from './reach.ts';
import { readEnlarged, readPadded, readSlice, readWindow } from './windows.ts';

/** A node in the form for the rules below. */
export interface Use {
  opType: string;
  attributes: Map<string, Attribute>;
  /** The inputs that carry the picture, in order. */
  flows: Flow[];
  /** Position of each of `flows` among the inputs. */
  positions: number[];
  /** Sizes of the output, if the file or the runtime states them. */
  sizes: readonly (number | undefined)[] | undefined;
  /** Whether an input is given. */
  has(input: number): boolean;
  /** Shape of a constant input. */
  constantShape(input: number): readonly number[] | undefined;
  /** Values of a small constant input of whole numbers. */
  integers(input: number): number[] | undefined;
}

type Rule = (use: Use, flow: Flow) => Flow;

/*
 * The receptive field of a position follows from the definition of an operator; without its weights a model cannot be
 * probed. So this is the one place that uses the names of operators. An operator that is not listed here makes
 * everything after it unknown.
 */

const pointwise = ({ flows }: Use, first: Flow): Flow => flows.slice(1).reduce(joinFlows, first);

const POINTWISE =
  `Abs Acos Acosh Add And Asin Asinh Atan Atanh BatchNormalization Bernoulli BitShift Cast
  CastLike Ceil Celu Clip Cos Cosh DequantizeLinear Div Dropout Elu Equal Erf Exp Floor FusedBatchNorm Gelu
  Greater GreaterOrEqual HardSigmoid HardSwish Identity IsInf IsNaN LRN LeakyRelu Less LessOrEqual Log Max Mean
  Min Mish Mod Mul Neg Not Or PRelu Pow QuantizeLinear Reciprocal Relu Round Selu Shrink Sigmoid Sign Sin Sinh
  Softplus Softsign Sqrt Sub Sum Swish Tan Tanh ThresholdedRelu Where Xor BiasGelu FastGelu QuickGelu
  QLinearAdd QLinearMul QLinearLeakyRelu QLinearSigmoid`.split(/\s+/);

/** `spatial`: positions of the two spatial dimensions. */
function convolution(spatial: readonly [number, number], transposed = false): Rule {
  return (use, flow) => {
    const weights = use.flows.length === 1 ? weightShape(use) : undefined;
    const out = transposed
      ? (weights?.[1] ?? 0) * (use.attributes.get('group')?.int ?? 1)
      : weights?.[0];
    return readWindow(use, flow, {
      spatial,
      kernel: weights?.slice(2),
      channels: out,
      transposed,
    });
  };
}

/** The one constant input of four dimensions. */
function weightShape(use: Use): readonly number[] | undefined {
  for (let input = 1; input < 8; input++) {
    const shape = use.constantShape(input);
    if (shape?.length === 4) return shape;
  }
  return undefined;
}

function pooling(spatial: readonly [number, number]): Rule {
  return (use, flow) =>
    readWindow(use, flow, { spatial, kernel: undefined, channels: 'kept', transposed: false });
}

const globalPooling: Rule = (_use, flow) => ({
  dims: flow.dims?.map((dimension, index) => (index < 2 ? dimension : channelDimension(1))),
  x: POOLED,
  y: POOLED,
});

const FIRST: readonly [number, number] = [2, 3];
const LAST: readonly [number, number] = [1, 2];

/** After this, each position sees the whole picture along the axes of these dimensions. */
function mixed(flow: Flow, dims: readonly (Dimension | undefined)[]): Flow {
  const axes = dims.flatMap(axesIn);
  const seen = (axis: Axis) =>
    axes.includes(axis) ? { stride: flow[axis].stride, fields: 'global' as const } : flow[axis];
  return { dims: flow.dims, x: seen('x'), y: seen('y') };
}

/** Undefined if a tensor of this rank has no such axis. */
function axisAttribute(use: Use, name: string, fallback: number, rank: number): number | undefined {
  const stated = use.attributes.get(name)?.int ?? fallback;
  const axis = stated < 0 ? stated + rank : stated;
  return axis >= 0 && axis < rank ? axis : undefined;
}

const softmax: Rule = (use, flow) => {
  if (!flow.dims) return unknownFlow(use.sizes);
  const axis = axisAttribute(use, 'axis', -1, flow.dims.length);
  if (axis === undefined) return unknownFlow(use.sizes);
  return mixed(flow, [flow.dims[axis]]);
};

const layerNormalization: Rule = (use, flow) => {
  if (!flow.dims) return unknownFlow(use.sizes);
  const axis = axisAttribute(use, 'axis', -1, flow.dims.length);
  if (axis === undefined) return unknownFlow(use.sizes);
  return mixed(flow, flow.dims.slice(axis));
};

const mixEverything: Rule = (use, flow) => mixed(pointwise(use, flow), flow.dims ?? []);

const reduction: Rule = (use, flow) => {
  if (!flow.dims) return unknownFlow(use.sizes);
  const rank = flow.dims.length;
  const given = use.attributes.get('axes')?.ints ?? use.integers(1) ?? [];
  // Axes that are missing in the file can be found from the sizes alone.
  if (given.length === 0 && use.constantShape(1)) return unknownFlow(use.sizes);
  const axes = (given.length > 0 ? given : flow.dims.map((_, axis) => axis)).map((axis) =>
    axis < 0 ? axis + rank : axis,
  );
  const keep = (use.attributes.get('keepdims')?.int ?? 1) !== 0;
  const pooled = axes.flatMap((axis) => axesIn(flow.dims?.[axis]));
  const dims = flow.dims.flatMap((dimension, axis) => {
    if (!axes.includes(axis)) return dimension;
    return keep ? channelDimension(1) : [];
  });
  return {
    dims,
    x: pooled.includes('x') ? POOLED : flow.x,
    y: pooled.includes('y') ? POOLED : flow.y,
  };
};

const reshape: Rule = (use, flow) => {
  const stated = statedShape(use, flow);
  const sizes = use.sizes?.map((size, axis) => size ?? stated?.[axis]) ?? stated;
  const dims = flow.dims && sizes && reshapeDimensions(flow.dims, sizes);
  if (dims) return { ...flow, dims };
  return isPooled(flow) ? { ...unknownFlow(sizes), x: flow.x, y: flow.y } : unknownFlow(sizes);
};

/** If every element sees everything, any order of the elements is fine. */
function isPooled(flow: Flow): boolean {
  return flow.x === POOLED && flow.y === POOLED;
}

/**
 * The output's shape of a Reshape whose target is a constant (0 keeps a size, −1 is what is left), a Flatten, or a
 * Squeeze of stated axes.
 */
function statedShape(use: Use, flow: Flow): number[] | undefined {
  const sizes = flow.dims?.map(({ size }) => size);
  if (!sizes) return undefined;
  const target = targetShape(use, sizes);
  if (!target) return undefined;
  const filled = target.map((size, axis) => (size === 0 ? sizes[axis] : size));
  if (filled.includes(undefined) || sizes.includes(undefined)) return undefined;
  const product = (list: readonly (number | undefined)[]) =>
    list.reduce<number>((total, size) => total * (size ?? 0), 1);
  const left = product(sizes) / Math.abs(product(filled));
  return filled.map((size) => (size === -1 ? left : (size ?? 0)));
}

/** As a Reshape takes it: 0 keeps a size, −1 is what is left. */
function targetShape(
  { opType, attributes, integers: constant }: Use,
  sizes: readonly (number | undefined)[],
): (number | undefined)[] | undefined {
  if (opType === 'Reshape') return constant(1);
  if (opType === 'Flatten') return (attributes.get('axis')?.int ?? 1) === 1 ? [0, -1] : undefined;
  const axes = opType === 'Squeeze' ? (attributes.get('axes')?.ints ?? constant(1)) : undefined;
  const removed = axes?.map((axis) => (axis < 0 ? axis + sizes.length : axis));
  return removed && sizes.filter((_, axis) => !removed.includes(axis));
}

const transpose: Rule = (use, flow) => {
  if (!flow.dims) return unknownFlow(use.sizes);
  const { dims } = flow;
  const stated = use.attributes.get('perm')?.ints ?? [];
  const order = stated.length > 0 ? stated : dims.map((_, axis) => dims.length - 1 - axis);
  return { ...flow, dims: order.flatMap((axis) => dims[axis] ?? []) };
};

const concat: Rule = (use, flow) => {
  const joined = pointwise(use, flow);
  if (!joined.dims || use.flows.some(({ dims }) => !dims)) return unknownFlow(use.sizes);
  const axis = axisAttribute(use, 'axis', 1, joined.dims.length);
  if (axis === undefined) return unknownFlow(use.sizes);
  const parts = use.flows.map(({ dims }) => dims?.[axis]);
  if (parts.some((part) => axesIn(part).length > 0)) return unknownFlow(use.sizes);
  const total = parts.reduce<number | undefined>(
    (sum, part) => (sum === undefined || part?.size === undefined ? undefined : sum + part.size),
    0,
  );
  const dims = joined.dims.with(axis, channelDimension(total));
  return { ...joined, dims };
};

const split: Rule = (use, flow) => {
  if (!flow.dims) return unknownFlow(use.sizes);
  const axis = axisAttribute(use, 'axis', 0, flow.dims.length);
  if (axis === undefined || axesIn(flow.dims[axis]).length > 0) return unknownFlow(use.sizes);
  return { ...flow, dims: flow.dims.with(axis, channelDimension(use.sizes?.[axis])) };
};

/** A part of the channels keeps all positions. */
const gather: Rule = (use, flow) => {
  const axis = axisAttribute(use, 'axis', 0, flow.dims?.length ?? 0);
  const indices = use.constantShape(1);
  if (!flow.dims || !indices || axis === undefined) return unknownFlow(use.sizes);
  if (axesIn(flow.dims[axis]).length > 0) return unknownFlow(use.sizes);
  const chosen = indices.map(channelDimension);
  return { ...flow, dims: flow.dims.toSpliced(axis, 1, ...chosen) };
};

const matMul: Rule = (use, flow) => {
  const [left, right] = use.flows.length === 2 ? use.flows : [flow, undefined];
  const rank = left.dims?.length ?? 0;
  if (!left.dims || rank < 2 || use.positions[0] !== 0) return unknownFlow(use.sizes);
  const width = right?.dims?.at(-1)?.size ?? use.constantShape(1)?.at(-1) ?? use.sizes?.at(-1);
  const dims = [...left.dims.slice(0, -1), channelDimension(width)];
  const summed = [left.dims.at(-1), right?.dims?.at(-2)];
  const both = right ? joinPositions(left, right) : left;
  const { x, y } = mixed(both, summed);
  return { dims, x, y };
};

/** Each product sees what a row of one input and a column of the other see, at different positions. */
function joinPositions(left: Flow, right: Flow): Flow {
  const seen = (axis: Axis) => ({
    stride: left[axis].stride,
    fields:
      left[axis].fields === 'global' || right[axis].fields === 'global'
        ? ('global' as const)
        : undefined,
  });
  return { dims: left.dims, x: seen('x'), y: seen('y') };
}

const gemm: Rule = (use, flow) => {
  const [rows, columns] = flow.dims ?? [];
  const transposed = (use.attributes.get('transB')?.int ?? 0) !== 0;
  const weights = use.constantShape(1);
  const size = weights?.[transposed ? 0 : 1] ?? use.sizes?.[1];
  if (!rows || use.attributes.get('transA')?.int) return unknownFlow(use.sizes);
  const { x, y } = mixed(flow, [columns]);
  return { dims: [rows, channelDimension(size)], x, y };
};

const attention: Rule = (_use, flow) => mixed(flow, flow.dims?.slice(1) ?? []);

/** Blocks of pixels become channels: a window that moves by its own size. */
const spaceToDepth: Rule = (use, flow) => {
  const block = use.attributes.get('blocksize')?.int;
  if (!block) return unknownFlow(use.sizes);
  const channels = flow.dims?.[1]?.size;
  return readWindow(
    { ...use, attributes: new Map([['strides', integers([block, block])]]) },
    flow,
    {
      spatial: FIRST,
      kernel: [block, block],
      channels: channels === undefined ? undefined : channels * block * block,
      transposed: false,
    },
  );
};

function integers(ints: number[]): Attribute {
  return {
    float: undefined,
    int: undefined,
    string: undefined,
    floats: [],
    ints,
    strings: [],
    tensor: undefined,
  };
}

const depthToSpace: Rule = (use, flow) => {
  const block = use.attributes.get('blocksize')?.int;
  if (!block) return unknownFlow(use.sizes);
  const channels = flow.dims?.[1]?.size;
  const enlarged = readEnlarged(flow, FIRST, [block, block], 'nearest');
  if (!enlarged.dims || channels === undefined) return enlarged;
  return { ...enlarged, dims: enlarged.dims.with(1, channelDimension(channels / (block * block))) };
};

const resize: Rule = (use, flow) => {
  const text = (name: string) => use.attributes.get(name)?.string;
  const [a, b] = FIRST.map((axis) => {
    const [before, after] = [flow.dims?.[axis]?.size, use.sizes?.[axis]];
    return before === undefined || after === undefined ? Number.NaN : after / before;
  });
  if (use.sizes?.[1] !== flow.dims?.[1]?.size) return unknownFlow(use.sizes);
  const mode = text('mode') ?? 'nearest';
  // Opset 10 has two inputs and no choice: positions are counted from the edges, and rounded down.
  const isOld = !use.has(2) && !use.has(3);
  const positions = isOld ? 'asymmetric' : (text('coordinate_transformation_mode') ?? 'half_pixel');
  const rounding = isOld ? 'floor' : (text('nearest_mode') ?? 'round_prefer_floor');
  const fromCentres = positions === 'half_pixel' || positions === 'pytorch_half_pixel';
  const fromEdges = positions === 'asymmetric';
  const factors = [a ?? 0, b ?? 0] as const;
  if (mode !== 'nearest') {
    if (!fromCentres && !fromEdges) return lostAlong(flow, use);
    const kind = mode === 'cubic' ? 'cubic' : 'linear';
    return readEnlarged(flow, FIRST, factors, kind, fromCentres ? 0.5 : 0);
  }
  // Copies of whole pixels; see the formulas of Resize.
  const isCopy = fromCentres
    ? rounding.startsWith('round')
    : (fromEdges || positions === 'tf_half_pixel_for_nn') && rounding === 'floor';
  return isCopy ? readEnlarged(flow, FIRST, factors, 'nearest') : lostAlong(flow, use);
};

/** The layout stays, but the receptive fields change. */
function lostAlong(flow: Flow, { sizes }: Use): Flow {
  const dims = flow.dims?.map((dimension, index) => {
    const axis = axisOf(dimension);
    return axis ? positionDimension(axis, sizes?.[index]) : dimension;
  });
  return { dims, x: UNKNOWN, y: UNKNOWN };
}

function table(names: readonly string[], rule: Rule): [string, Rule][] {
  return names.map((name) => [name, rule]);
}

const REDUCTIONS = ['Mean', 'Sum', 'Max', 'Min', 'L1', 'L2', 'LogSum', 'LogSumExp', 'Prod'];

const RULES = new Map<string, Rule>([
  ...table(POINTWISE, pointwise),
  ...table(['Conv', 'ConvInteger', 'FusedConv', 'QLinearConv'], convolution(FIRST)),
  ...table(['NhwcConv', 'NhwcFusedConv'], convolution(LAST)),
  ...table(['ConvTranspose', 'ConvTransposeWithDynamicPads'], convolution(FIRST, true)),
  ...table(['MaxPool', 'AveragePool', 'LpPool', 'QLinearAveragePool'], pooling(FIRST)),
  ...table(['NhwcMaxPool'], pooling(LAST)),
  ...table(
    ['GlobalAveragePool', 'GlobalMaxPool', 'GlobalLpPool', 'QLinearGlobalAveragePool'],
    globalPooling,
  ),
  ...table(
    REDUCTIONS.map((name) => `Reduce${name}`),
    reduction,
  ),
  ...table(['InstanceNormalization', 'GroupNormalization', 'GroupNorm'], mixEverything),
  ...table(['Softmax', 'LogSoftmax', 'LpNormalization', 'QLinearSoftmax'], softmax),
  ...table(
    ['LayerNormalization', 'RMSNormalization', 'SkipLayerNormalization'],
    layerNormalization,
  ),
  ...table(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze'], reshape),
  ...table(['Attention', 'MultiHeadAttention'], attention),
  ['Transpose', transpose],
  ['Concat', concat],
  ['Split', split],
  ['Gather', gather],
  ['Slice', readSlice],
  ['Pad', readPadded],
  ['MatMul', matMul],
  ['Gemm', gemm],
  ['SpaceToDepth', spaceToDepth],
  ['DepthToSpace', depthToSpace],
  ['Resize', resize],
]);

/**
 * Operators whose rules say exactly where an output position lies: windows and what works on each position alone. After
 * any other operator a cell may belong to several places although its receptive field is known.
 */
export const KEEPS_PLACES: ReadonlySet<string> = new Set([
  ...POINTWISE.filter((opType) => opType !== 'Bernoulli'),
  ...['Conv', 'ConvInteger', 'FusedConv', 'QLinearConv', 'NhwcConv', 'NhwcFusedConv'],
  ...['MaxPool', 'AveragePool', 'LpPool', 'QLinearAveragePool', 'NhwcMaxPool'],
  ...['Concat', 'Split', 'Transpose'],
]);

/** How the output of a node carries the picture, from its inputs. */
export function flowThrough(use: Use): Flow {
  const [flow] = use.flows;
  const rule = RULES.get(use.opType);
  if (!flow || !rule) return unknownFlow(use.sizes);
  return rule(use, flow);
}
