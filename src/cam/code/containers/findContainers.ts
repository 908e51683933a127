import type { Definition } from '../evaluate/definition.ts';
import type { CodeLocator } from '../locate/locate.ts';
import type { Frame } from '../origins/frames.ts';
import type { Consumers } from '../origins/nodeGroup.ts';
import { consumersOf } from '../origins/nodeGroup.ts';
import type { NodeOrigin } from '../origins/origins.ts';
import type { TracedLine } from '../origins/trace.ts';
import { findFrame } from '../origins/trace.ts';
import { mro } from '../python/classes.ts';
import type { PythonSources } from '../python/pythonSources.ts';
import type { Container } from './container.ts';
import { methodContainers } from './methodContainers.ts';
import { moduleContainers } from './moduleContainers.ts';

/** The input of the search for containers. */
export interface ContainerSearch {
  /** All nodes of one model, in the order of the graph. */
  origins: readonly NodeOrigin[];
  consumers: Consumers;
  sources: PythonSources;
  locator: CodeLocator;
  /** The known names of the model's classes. */
  classNames: ReadonlySet<string>;
  /** Where the module at a path is defined; several if the network can be several classes. */
  definitionsOf(path: string): Promise<Definition[]>;
  /** The current line of a recorded call; undefined if it is not found. */
  lineOf(frame: Frame): Promise<TracedLine | undefined>;
}

/**
 * Finds the lines that call or define something that runs several nodes: containers and blocks by the recorded modules,
 * helper methods by the recorded calls. Uncertain ones are left out.
 */
export async function findContainers(locator: CodeLocator): Promise<Container[]> {
  const { origins, sources } = locator;
  const lines = new Map<string, Promise<TracedLine | undefined>>();
  const definitions = new Map<string, Promise<Definition[]>>();
  const network = await locator.network();
  const family = network ? await mro(sources, network) : [];
  // The network's class may have been renamed.
  const classNames = new Set([...locator.classNames, ...family.map((place) => place.class.name)]);
  const expected = { looksRight: () => true, classNames };
  const search: ContainerSearch = {
    origins,
    consumers: consumersOf(origins),
    sources,
    locator,
    classNames,
    definitionsOf: (path) => {
      const found = definitions.get(path) ?? locator.definitionsOfModule(path);
      definitions.set(path, found);
      return found;
    },
    lineOf: (frame) => {
      const key = JSON.stringify(frame);
      const found = lines.get(key) ?? findFrame(sources, frame, expected);
      lines.set(key, found);
      return found;
    },
  };
  return [...(await moduleContainers(search)), ...(await methodContainers(search))];
}
