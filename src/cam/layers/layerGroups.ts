import type { Layer } from '../results/inspection.ts';
import type { LayerGroup } from '../results/layerGraph.ts';

/** Modules are not nested deeper; a damaged file can state any path. */
const MAX_DEPTH = 32;

/**
 * The groups that layers can be folded into: by the modules that the exporter recorded; where it recorded them for less
 * than half of the layers, by the size of the maps and by branches.
 * @param layers in the order of the graph; their nodes count from 1
 */
export function groupLayers(layers: readonly Layer[]): LayerGroup[] {
  const named = layers.filter(({ module }) => module !== '').length;
  return named * 2 >= layers.length && named > 0 ? moduleGroups(layers) : sizeGroups(layers);
}

/**
 * Runs of layers of the same module. A module that is run again, with others in between, is another group, so folding
 * never makes a cycle.
 */
function moduleGroups(layers: readonly Layer[]): LayerGroup[] {
  const paths = completePaths(layers.map(({ module }) => module.split('.').slice(0, MAX_DEPTH)));
  const groups: LayerGroup[] = [];
  const group = (start: number, end: number, depth: number, outer: LayerGroup | undefined) => {
    for (const run of runsOf(paths, start, end, depth)) {
      if (run.end - run.start < 2) continue;
      const name = paths[run.start]?.slice(0, depth + 1).join('.') ?? '';
      const isSame = outer && run.start === start && run.end === end;
      const found: LayerGroup = isSame
        ? outer
        : { kind: 'module', name, start: run.start + 1, end: run.end + 1 };
      // A module that only wraps another one has its name.
      if (isSame) found.name = name;
      else groups.push(found);
      group(run.start, run.end, depth + 1, found);
    }
  };
  group(0, paths.length, 0, undefined);
  return groups;
}

/** Layers without a module (a quantiser's, say) lie in the module that those before and behind have in common. */
function completePaths(stated: readonly string[][]): string[][] {
  const next: string[][] = [];
  for (const path of stated.toReversed()) next.push(isEmpty(path) ? (next.at(-1) ?? []) : path);
  next.reverse();
  let previous: string[] = [];
  return stated.map((path, i) => {
    previous = isEmpty(path) ? commonStart(previous, next[i] ?? []) : path;
    return previous;
  });
}

function isEmpty(path: readonly string[]): boolean {
  return path.length === 1 && path[0] === '';
}

function commonStart(a: readonly string[], b: readonly string[]): string[] {
  const differs = a.findIndex((part, i) => part !== b[i]);
  return a.slice(0, differs < 0 ? a.length : differs);
}

interface Run {
  start: number;
  end: number;
}

/** The longest runs of neighbours with the same part of their path at a depth; those without one are in none. */
function runsOf(
  paths: readonly (readonly string[])[],
  start: number,
  end: number,
  depth: number,
): Run[] {
  const runs: Run[] = [];
  for (let at = start; at < end; at++) {
    const part = paths[at]?.[depth];
    if (part === undefined) continue;
    const last = runs.at(-1);
    if (last?.end === at && paths[at - 1]?.[depth] === part) last.end = at + 1;
    else runs.push({ start: at, end: at + 1 });
  }
  return runs;
}

/** Between two layers through which everything flows are branches; neighbours with maps of one size are a stage. */
function sizeGroups(layers: readonly Layer[]): LayerGroup[] {
  const blocks: Run[] = [];
  let start = 0;
  for (const [at, { isCutPoint }] of layers.entries()) {
    if (!isCutPoint && at < layers.length - 1) continue;
    blocks.push({ start, end: at + 1 });
    start = at + 1;
  }
  const sizeOf = ({ end }: Run) => {
    const shape = layers[end - 1]?.shape;
    return shape ? `${shape.height}x${shape.width}` : '';
  };
  const stages: (Run & { size: string })[] = [];
  for (const block of blocks) {
    const size = sizeOf(block);
    const last = stages.at(-1);
    if (last && last.size === size) last.end = block.end;
    else stages.push({ ...block, size });
  }
  const isStaged = stages.length > 1 && stages.every(({ size }) => size !== '');
  return stages.flatMap((stage) => {
    const inside = blocks.filter(
      (block) =>
        block.start >= stage.start &&
        block.end <= stage.end &&
        block.end - block.start > 1 &&
        !(isStaged && block.start === stage.start && block.end === stage.end),
    );
    return [
      ...(isStaged && stage.end - stage.start > 1
        ? [{ kind: 'size' as const, name: stage.size, ...nodesOf(stage) }]
        : []),
      ...inside.map(
        (block): LayerGroup => ({
          kind: 'block',
          name: layers[block.end - 1]?.tensor ?? '',
          ...nodesOf(block),
        }),
      ),
    ];
  });
}

function nodesOf({ start, end }: Run): Run {
  return { start: start + 1, end: end + 1 };
}
