import type { Frame } from './frames.ts';
import { isPyTorchInternal } from './frames.ts';
import type { NodeOrigin } from './origins.ts';

/** A module that was running when a node was made. */
export interface ModuleCall {
  /** As `named_modules()` has it; in a TorchScript export the second call of `down` is `down_1`. */
  path: string;
  /** Dotted name of its class; undefined if the exporter did not record it. */
  className: string | undefined;
  /** The line that calls it; undefined if PyTorch's own code does (a Sequential), or where it is not known. */
  line: Frame | undefined;
  /**
   * The calls that led to it, in code outside PyTorch: the same for all nodes of one call; undefined if the recorded
   * calls do not show it.
   */
  context: string | undefined;
  /** The calls inside it that led to the node. */
  inside: string;
}

/** Exporters run the network through their own `forward`. */
const EXPORTER = /[\\/]torch[\\/](jit|_dynamo)[\\/]/;

/**
 * The modules that were running when a node was made, outermost first, without the network itself; undefined if the
 * exporter recorded none. Each module's `forward` is one recorded call; the last call before it is the caller of the
 * module.
 */
export function moduleCalls(origin: NodeOrigin): ModuleCall[] | undefined {
  const modules = modulesRunning(origin);
  if (!modules) return undefined;
  const { frames } = origin;
  const forwards = forwardsOf(modules, frames);
  return modules.slice(1).map(({ path, className }, index): ModuleCall => {
    if (!forwards) return { path, className, line: undefined, context: undefined, inside: '' };
    const start = forwards[index];
    const end = forwards.slice(index + 1).find((at) => at !== undefined) ?? frames.length;
    const caller = start === undefined ? undefined : frames[start];
    const isOwn = caller !== undefined && !isPyTorchInternal(caller.file);
    return {
      path,
      className,
      line: isOwn
        ? frames.slice(start, end).findLast(({ file }) => !isPyTorchInternal(file))
        : undefined,
      context: textOfFrames(frames.slice(0, end).filter(({ file }) => !isPyTorchInternal(file))),
      inside: textOfFrames(frames.slice(end)),
    };
  });
}

/** Recorded calls as one text, to compare them. */
export function textOfFrames(frames: readonly Frame[]): string {
  return frames.map(({ file, line }) => `${file}:${line}`).join('\n');
}

interface RunningModule {
  path: string;
  className: string | undefined;
}

function modulesRunning({ scopes, node }: NodeOrigin): RunningModule[] | undefined {
  if (scopes.length > 0) return scopes;
  if (!node.startsWith('/')) return undefined;
  const modules: RunningModule[] = [{ path: '', className: undefined }];
  let [before, path] = ['', ''];
  for (const name of node.split('/').slice(1, -1)) {
    // A child of a Sequential repeats its parent's name.
    const isNumbered = before !== '' && name.startsWith(`${before}.`);
    path = [path, isNumbered ? name.slice(before.length + 1) : name]
      .filter((part) => part !== '')
      .join('.');
    modules.push({ path, className: undefined });
    before = name;
  }
  return modules;
}

/** The code of a class that it inherits from runs in the same module. */
const CALL_OF_BASE = /\bsuper\s*\(.*\)\s*\.\s*forward\s*\(/;

/**
 * For each module the recorded call that is its `forward`; undefined for one that has none there: in the strict
 * mode those of PyTorch's modules are missing. Undefined for all where the numbers do not agree.
 */
function forwardsOf(
  modules: readonly RunningModule[],
  frames: readonly Frame[],
): (number | undefined)[] | undefined {
  const isInternal = (index: number) => isPyTorchInternal(frames[index]?.file ?? '');
  const indices = frames.flatMap(({ function: name, file }, i) => {
    const isOfBase = CALL_OF_BASE.test(frames[i - 1]?.text ?? '');
    return name === 'forward' && !EXPORTER.test(file) && !isOfBase ? [i] : [];
  });
  const isOwn = ({ className }: RunningModule) =>
    className === undefined ? undefined : !className.startsWith('torch.');
  const fits = modules.every((module, i) => isOwn(module) !== isInternal(indices[i] ?? -1));
  if (indices.length === modules.length && fits) return indices;
  const own = indices.filter((index) => !isInternal(index));
  if (own.length !== modules.filter(isOwn).length) return undefined;
  return modules.map((module) => (isOwn(module) ? own.shift() : undefined));
}
