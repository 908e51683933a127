import type { RunCall } from '../evaluate/runOrder.ts';
import { callsRun } from '../evaluate/runOrder.ts';
import { matchNodes } from '../origins/matchNodes.ts';
import {
  mentions,
  operatorsOfCall,
  poolingOperators,
  WRITTEN_WITH_MEANS,
} from '../origins/operators.ts';
import type { NodeOrigin } from '../origins/origins.ts';
import type { TracedLine } from '../origins/trace.ts';
import type { ClassPlace } from '../python/classes.ts';
import type { SourceLine } from '../python/codeLink.ts';
import { onlyLine } from '../python/codeLink.ts';
import type { PythonSources } from '../python/pythonSources.ts';
import { calleeOf, lastPart } from '../python/syntax.ts';
import type { FoundCall } from './findCall.ts';

/**
 * An operation in the code of a module: by the trace, if it names the operation or leads to a single call of it; else
 * by the order of all such calls; else by the only line of the class that names it.
 * @param around the class whose code it is
 * @param all nodes of the model
 */
export async function findOperation(
  sources: PythonSources,
  origin: NodeOrigin,
  around: ClassPlace | undefined,
  traced: TracedLine | undefined,
  all: readonly NodeOrigin[],
): Promise<FoundCall | undefined> {
  if (traced && mentions(traced.text, origin)) return { ...traced, isExact: true };
  if (!around) return traced && { ...traced, isExact: false };
  const calls = await poolingCalls(sources, around, origin);
  if (traced) {
    const within = calls.filter((call) => isWithin(call, traced));
    const only = onlyLine(within);
    const isPossible = within.some(({ operators }) => operators.includes(origin.operator));
    if (only && isPossible) return { ...only, isExact: true };
    const [single, ...others] = linesThatMention(around, origin);
    return { ...(single && others.length === 0 ? single : traced), isExact: false };
  }
  const operators = poolingOperators(origin);
  const alike = all.filter(
    ({ module, operator }) => module === origin.module && operators.includes(operator),
  );
  const matched = calls.every(({ isSure }) => isSure)
    ? matchNodes(alike, calls, (call, node) => call.operators.includes(node.operator), all)
    : [];
  const found = matched[alike.indexOf(origin)];
  if (found) return { file: found.file, line: found.line, isExact: false };
  const [single, ...others] = linesThatMention(around, origin);
  return single && others.length === 0 ? { ...single, isExact: false } : undefined;
}

interface PoolingCall extends SourceLine {
  isSure: boolean;
  through: RunCall['through'];
  operators: readonly string[];
}

/**
 * The calls of functions and methods that pool like a node; empty if other operations can be written in the same way.
 */
async function poolingCalls(
  sources: PythonSources,
  around: ClassPlace,
  origin: NodeOrigin,
): Promise<PoolingCall[]> {
  const wanted = poolingOperators(origin);
  if (wanted.length === 0) return [];
  const found: PoolingCall[] = [];
  for (const { file, node, line, isSure, through } of await callsRun(sources, around)) {
    const callee = calleeOf(node, file.text);
    const name = lastPart(callee);
    if (wanted.includes('ReduceMean') && WRITTEN_WITH_MEANS.test(name)) return [];
    // Without a dot it can be Python's own: max(1, 2).
    const isOwn = callee.startsWith('self.') || /^(max|mean)$/.test(callee);
    const operators = isOwn ? [] : operatorsOfCall(name, origin);
    if (operators.some((operator) => wanted.includes(operator))) {
      found.push({ file: file.path, line, isSure, through, operators });
    }
  }
  return found;
}

/** Whether a line leads to a call, or is the one that makes it. */
export function isWithin(
  call: SourceLine & Pick<RunCall, 'through'>,
  { file, line, endLine }: TracedLine,
): boolean {
  const places = [{ file: call.file, line: call.line }].concat(
    call.through.map((one) => ({ file: one.file.path, line: one.line })),
  );
  return places.some((place) => place.file === file && line <= place.line && place.line <= endLine);
}

/** Lines of a class's methods, without the method that makes its modules. */
export function linesThatMention(
  { file, class: own }: ClassPlace,
  origin: NodeOrigin,
): SourceLine[] {
  return own.methods
    .filter(({ name }) => name !== '__init__')
    .flatMap(({ line, endLine }) =>
      file.lines
        .slice(line - 1, endLine)
        .flatMap((text, i) =>
          mentions(text, origin) ? [{ file: file.path, line: line + i }] : [],
        ),
    );
}
