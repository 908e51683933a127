import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { TensorElementType } from '../onnx/file/model.ts';
import type { GraphShapes } from './input/graphShapes.ts';
import type { GraphTensor } from './probe/graphFunction.ts';

/** Graph outputs that may be class scores, and the one that is explained. */
export interface ScoresOutput {
  outputs: string[];
  output: string;
}

/** The class labels that ONNX-ML classifiers give beside the probabilities are whole numbers or text. */
const SCORE_TYPES: readonly number[] = [
  TensorElementType.float,
  TensorElementType.float16,
  TensorElementType.bfloat16,
  TensorElementType.double,
  TensorElementType.uint8,
  TensorElementType.int8,
];

/**
 * Chooses the output that is explained: `asked`, or the first that may hold class scores. An output from
 * which a full layer of weights makes another one comes last: it holds the features of that one.
 * @throws CamError `outputNotFound`, naming the available outputs.
 */
export function chooseOutput(
  graph: Graph,
  shapes: GraphShapes,
  input: string,
  asked: string | undefined,
): ScoresOutput {
  const known = graph.model.outputs.flatMap(({ name }) => shapes.get(name) ?? []);
  const stated = known.filter(mayBeScores);
  const candidates = stated.length > 0 ? stated : scoresBehind(graph, shapes, input);
  const outputs = candidates.map(({ name }) => name);
  const output =
    asked ??
    candidates.find((one) => !candidates.some((other) => isMadeFrom(graph, other, one)))?.name;
  if (output === undefined || !outputs.includes(output)) {
    const all = graph.model.outputs.map(({ name }) => name);
    throw noScores(graph.file, asked, all, outputs);
  }
  return { outputs, output };
}

/**
 * The scores of a model that gives only what follows from them: the class with the largest one, or scores by their
 * labels. Everything flows through them on the way to an output.
 */
function scoresBehind(graph: Graph, shapes: GraphShapes, input: string): GraphTensor[] {
  const found = graph.model.outputs.flatMap(({ name }) => {
    const tensors = graph.cutPoints(input, name).flatMap((cut) => shapes.get(cut) ?? []);
    return tensors.find((tensor) => mayBeScores(tensor) && numbersIn(tensor) > 1) ?? [];
  });
  return [...new Map(found.map((tensor) => [tensor.name, tensor])).values()];
}

/** [N, C], [N, C, 1, 1], [N, 1, 1, C] or [C]; a size that only a run can tell counts as 1. */
function mayBeScores({ elementType, dims }: GraphTensor): boolean {
  const [, ...rest] = dims;
  return SCORE_TYPES.includes(elementType) && rest.filter((size) => size > 1).length <= 1;
}

/** Whether `to` is computed from `from` with a weight for every pair of their values. */
function isMadeFrom(graph: Graph, to: GraphTensor, from: GraphTensor): boolean {
  if (to === from) return false;
  const carrying = graph.dependents(from.name);
  if (!carrying.has(to.name)) return false;
  const pairs = numbersIn(from) * numbersIn(to);
  return graph.model.nodes.some(
    ({ inputs }) =>
      inputs.some((name) => carrying.has(name)) &&
      inputs.some((name) => graph.model.initializers.get(name)?.elements === pairs),
  );
}

/** Number of values for one picture. */
function numbersIn({ dims }: GraphTensor): number {
  return dims.slice(1).reduce((product, size) => product * size, 1);
}

/**
 * @param asked name of an output; undefined where none was asked for
 * @param all names of the model's outputs
 * @param scores those that hold one score for each class
 */
function noScores(
  file: string,
  asked: string | undefined,
  all: readonly string[],
  scores: readonly string[],
): CamError {
  const that =
    scores.length > 0
      ? t('those that do: {0}', scores.join(', '))
      : t('it has {0}', all.join(', '));
  return new CamError({
    code: 'outputNotFound',
    message:
      asked === undefined
        ? t('{0} has no output with one score per class; {1}.', file, that)
        : t('{0} has no output "{1}" with one score per class; {2}.', file, asked, that),
    nextAction:
      scores.length > 0
        ? t('Choose one of these outputs: {0}.', scores.join(', '))
        : t('Choose an image classifier, with an output of shape [N, classes].'),
    file,
  });
}
