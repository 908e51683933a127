import { Slices } from '../../base/slices.ts';
import type { ClassPlace } from '../python/classes.ts';
import { mro } from '../python/classes.ts';
import type { SourceLine } from '../python/codeLink.ts';
import { isContainer } from '../python/elements.ts';
import type { AttributeDefinition } from '../python/pythonFile.ts';
import type { PythonSources } from '../python/pythonSources.ts';
import { calleeOf, lastPart, lineOf, textOf } from '../python/syntax.ts';
import { definitionsOf, isAlwaysRun } from './attributeDefinitions.ts';
import type { Network } from './constructions.ts';
import type { ValueElement } from './containerElements.ts';
import {
  candidates,
  elementsAdded,
  elementsGivenToBase,
  elementsMade,
} from './containerElements.ts';
import type { Scope, Value } from './parameters.ts';
import { constructorScope } from './parameters.ts';
import { madeClasses, possibleValues } from './values.ts';

/** Where the module at a path is made, and the classes whose code can call it. */
export interface Definition {
  /** Undefined inside a library's module: only the callers of that module are known. */
  line: SourceLine | undefined;
  /** The innermost last. */
  callers: Caller[];
  /** The expression that makes the module; undefined if it is not known. */
  made: Value | undefined;
  /** The module's own class, if it is in the sources. */
  own: ClassPlace | undefined;
  /** The class that sets it; undefined inside a library's module. */
  owner: ClassPlace | undefined;
  /** The attribute that it is set as, e.g. `layer1`, or `backbone.fc`; undefined for an element of a container. */
  attribute: string | undefined;
}

/** A class whose code can call a module: as `self.a.b`, where `names` are `a` and `b`. */
export interface Caller {
  class: ClassPlace;
  names: string[];
  /** How many of the names a call must contain, to be a call of the module and not of its container. */
  least: number;
}

/** What is known about the modules of a model: names of classes by path, as recorded by the exporter. */
export interface KnownClasses {
  /** Undefined if it was not recorded. */
  nameOf(path: string): string | undefined;
  /** The class of that name in the sources. */
  placeOf(path: string): Promise<ClassPlace | undefined>;
}

/** Condition for a module. */
export interface ModuleKind {
  /** Name of its class, e.g. `/Linear$/`. */
  className: RegExp | undefined;
  /** Whether the code of a user's class fits. */
  isDoneBy: (place: ClassPlace) => boolean;
}

/** The state at a path so far. */
interface Step {
  /** The class of the object whose attribute it is; `owner` is that class or the base class that sets it. */
  instance: ClassPlace;
  owner: ClassPlace;
  /** Name of the attribute that it is; undefined for an element of a container. */
  attribute: string | undefined;
  /** How the constructor of `instance` was called. */
  scope: Scope | undefined;
  /** Undefined inside what the sources do not have. */
  line: SourceLine | undefined;
  /** The expression that makes it; undefined if only its class is known. */
  made: Value | undefined;
  callers: Caller[];
}

/** A large network has thousands of paths to follow. */
const slices = new Slices();

/** The search stops if a path can lead in more ways than this. */
const MAX_STEPS = 32;

/**
 * Follows the path of a module from the network's class: attributes, elements of Sequential and the like, variables,
 * parameters, methods that make modules, base classes.
 * @param kind of the module, to choose between several definitions
 * @returns each way in which it can be made: one, if the text decides
 */
export async function findDefinitions(
  sources: PythonSources,
  network: Network,
  path: string,
  classes: KnownClasses,
  kind: ModuleKind | undefined,
): Promise<Definition[]> {
  const names = path.split('.');
  let steps: Step[] = [];
  for (const [index, name] of names.entries()) {
    if (slices.isOver) await slices.next();
    const soFar = names.slice(0, index).join('.');
    const here = names.slice(0, index + 1).join('.');
    const isLast = index === names.length - 1;
    const wanted = wantedClass(classes.nameOf(here)) ?? (isLast ? kind : undefined);
    const next: Step[] = [];
    if (index === 0) {
      const callers = callersIn(network, await mro(sources, network), []);
      next.push(
        ...(await inClass(sources, network, name, wanted, { made: network.made, callers })),
      );
    }
    for (const step of steps)
      next.push(...(await stepsFrom(sources, step, name, soFar, wanted, classes)));
    steps = distinct(next);
    if (steps.length === 0 || steps.length > MAX_STEPS) return [];
  }
  const isKnown = steps.every(({ line }) => line !== undefined);
  const found: Definition[] = [];
  for (const step of steps) {
    const { callers, made, attribute } = step;
    const line = isKnown ? step.line : undefined;
    const owner = line && step.owner;
    const own = await classOf(sources, step, path, classes);
    found.push({ line, callers, made, own, owner, attribute });
  }
  return found;
}

function wantedClass(className: string | undefined): ModuleKind | undefined {
  if (className === undefined) return undefined;
  return { className: new RegExp(`^${lastPart(className)}$`), isDoneBy: () => false };
}

function distinct(steps: readonly Step[]): Step[] {
  const keyOf = ({ line, made, instance }: Step) =>
    [line?.file, line?.line, made?.file.path, made?.node.from, instance.class.line].join(':');
  return [...new Map(steps.map((step) => [keyOf(step), step])).values()];
}

async function stepsFrom(
  sources: PythonSources,
  step: Step,
  name: string,
  soFar: string,
  wanted: ModuleKind | undefined,
  classes: KnownClasses,
): Promise<Step[]> {
  const elements = await elementsOf(sources, step);
  const place = elements.length > 0 ? undefined : await classOf(sources, step, soFar, classes);
  const family = place ? await mro(sources, place) : [];
  // A library module's own parts are run by the call of that module.
  const callers = place ? callersIn(place, family, step.callers) : step.callers;
  const replaced = await replacedBy(sources, step, name, callers);
  if (replaced.length > 0) return replaced;
  const from = { ...step, callers };
  if (elements.length > 0) return inContainer(sources, from, elements, name, wanted);
  if (place) return inClass(sources, place, name, wanted, from);
  if (step.made && isTorchLayer(step.made)) return [];
  const isInLibrary = step.line === undefined || (await isOfLibrary(sources, step));
  return [{ ...from, ...NOT_FOUND, callers: isInLibrary ? within(callers, name) : [] }];
}

/** Whether it is made by a class or function that is imported from elsewhere. */
async function isOfLibrary(sources: PythonSources, { made, instance }: Step): Promise<boolean> {
  if (made?.node.name !== 'CallExpression') return false;
  const [first = ''] = calleeOf(made.node, made.file.text).split('.');
  const { module = '.' } = made.file.imports.get(first) ?? {};
  const classes = await madeClasses(sources, made, instance);
  return !module.startsWith('.') && classes.every(({ place }) => place === undefined);
}

/** PyTorch layers have no modules inside, or none that the user's code names. */
function isTorchLayer({ file, node }: Value): boolean {
  const callee = calleeOf(node, file.text);
  const [first = ''] = callee.split('.');
  const { module = '', name = '' } = file.imports.get(first) ?? {};
  return /^torch\.nn(\.|$)/.test(name === '' ? module : `${module}.${name}`);
}

/** Inside of what the sources do not have; what a class around puts into it can still be found. */
const NOT_FOUND = { line: undefined, made: undefined, attribute: undefined } as const;

/** The classes whose code can call a part of an instance of a class. */
function callersIn(
  place: ClassPlace,
  family: readonly ClassPlace[],
  around: readonly Caller[],
): Caller[] {
  const isList = family.some(({ class: own }) => own.bases.some(isContainer));
  const runsItself = family.some(({ class: own }) =>
    own.methods.some(({ name }) => name === 'forward'),
  );
  // A user's subclass of Sequential is called like Sequential.
  if (isList && !runsItself) return [...around];
  const outer = around.map((caller) => ({ ...caller, least: caller.names.length + 1 }));
  return [...outer, { class: place, names: [], least: isList ? 0 : 1 }];
}

function within(callers: readonly Caller[], name: string): Caller[] {
  return callers.map((caller) => ({ ...caller, names: [...caller.names, name] }));
}

/** `self.backbone.fc = …`, `self.layers[0] = …`: what a class around puts into a module. */
async function replacedBy(
  sources: PythonSources,
  step: Step,
  name: string,
  callers: readonly Caller[],
): Promise<Step[]> {
  for (const caller of step.callers) {
    const wanted = [...caller.names, name].join('.');
    for (const owner of await mro(sources, caller.class)) {
      const last = owner.class.definitions.findLast(
        (definition) => definition.name === wanted && isAlwaysRun(definition, owner),
      );
      if (!last) continue;
      const steps = await stepsTo(sources, caller.class, owner, last, undefined);
      return steps.map((one) => ({ ...one, callers: within(callers, name) }));
    }
  }
  return [];
}

/** The class at a step, if it is in the sources. */
async function classOf(
  sources: PythonSources,
  { made, owner, instance }: Step,
  path: string,
  classes: KnownClasses,
): Promise<ClassPlace | undefined> {
  const found = made ? await madeClasses(sources, made, instance) : [];
  const recorded = classes.nameOf(path);
  if (recorded === undefined) return found.length === 1 ? found[0]?.place : undefined;
  const same = found.find(({ place }) => place?.class.name === lastPart(recorded));
  if (same) return same.place;
  const place = await classes.placeOf(path);
  // A recorded class of a library (nn.Conv2d) is not in the sources, and the expression may only lead to it.
  return place?.class === owner.class ? (found[0]?.place ?? place) : place;
}

/** @param before the state of the instance, with the callers of its parts */
async function inClass(
  sources: PythonSources,
  place: ClassPlace,
  name: string,
  wanted: ModuleKind | undefined,
  before: Pick<Step, 'made' | 'callers'>,
): Promise<Step[]> {
  const family = await mro(sources, place);
  const found: Step[] = [];
  const named = definitionsOf(family, name);
  for (const { owner, definition } of named) {
    const scope = await constructorScope(sources, place, owner, before.made);
    found.push(...(await stepsTo(sources, place, owner, definition, scope)));
  }
  if (found.length > 0) {
    const fitting = await fittingSteps(sources, found, wanted);
    const chosen = fitting.length > 0 ? fitting : found;
    const isSeveral = new Set(named.map(({ definition }) => definition)).size > 1;
    const isComputed = named.some(({ definition }) => definition.pattern);
    if (isComputed && isSeveral && chosen.length > 1) return [];
    return chosen.map((step) => ({ ...step, callers: within(before.callers, name) }));
  }
  // A subclass of Sequential or ModuleList: the arguments of its constructor.
  for (const owner of family) {
    if (!owner.class.bases.some(isContainer)) continue;
    const scope = await constructorScope(sources, place, owner, before.made);
    const elements = await elementsGivenToBase(sources, owner, place, scope);
    const step = { instance: place, owner, scope, ...NOT_FOUND, callers: before.callers };
    if (elements.length > 0) return inContainer(sources, step, elements, name, wanted);
  }
  return [];
}

async function stepsTo(
  sources: PythonSources,
  instance: ClassPlace,
  owner: ClassPlace,
  { name, line, value }: AttributeDefinition,
  scope: Scope | undefined,
): Promise<Step[]> {
  const { file } = owner;
  const step = {
    instance,
    owner,
    attribute: name,
    scope,
    line: { file: file.path, line },
    callers: [],
  };
  const values = value ? await possibleValues(sources, { file, node: value, scope }, instance) : [];
  if (values.length === 0) return [{ ...step, made: undefined }];
  return values.map((made) => ({ ...step, made }));
}

/** The steps that may have a class: those that have it, and those of unknown class. */
async function fittingSteps(
  sources: PythonSources,
  steps: Step[],
  wanted: ModuleKind | undefined,
): Promise<Step[]> {
  if (!wanted?.className) return steps;
  const { className, isDoneBy } = wanted;
  const isLayer = /Conv|Linear|Pool/.test(className.source) && !NO_LAYER.test(className.source);
  const found: Step[] = [];
  for (const step of steps) {
    const made = step.made ? await madeClasses(sources, step.made, step.instance) : [];
    const fits = made.some(
      ({ names, place }) =>
        names.some((name) => className.test(name)) || (place !== undefined && isDoneBy(place)),
    );
    const isOther = isLayer && step.made && NO_LAYER.test(textAt(step.made));
    if (fits || (made.length === 0 && !isOther)) found.push(step);
  }
  return found;
}

/** The elements of the container at a step; empty if it is not a container. */
async function elementsOf(sources: PythonSources, step: Step): Promise<ValueElement[]> {
  const { made, instance, owner, attribute, scope } = step;
  if (!made) return [];
  const first = await elementsMade(sources, made, instance);
  return attribute === undefined ? first : [...first, ...elementsAdded(owner, attribute, scope)];
}

/** A module of unknown class whose name says that it is neither a layer with weights nor a pooling. */
const NO_LAYER = /^[^(]*(norm|act|relu|gelu|drop|bn|identity)/i;

function textAt({ file, node }: Value): string {
  return textOf(file.text, node);
}

async function inContainer(
  sources: PythonSources,
  step: Step,
  elements: readonly ValueElement[],
  name: string,
  wanted: ModuleKind | undefined,
): Promise<Step[]> {
  const { instance } = step;
  const callers = within(step.callers, name);
  const found: Step[] = [];
  for (const element of candidates(elements, name)) {
    for (const made of await possibleValues(sources, element, instance, 'calls')) {
      // For an unknown spread or variable, the line is unknown too.
      const isMade = made.node.name === 'CallExpression';
      const line = isMade ? { file: made.file.path, line: lineOf(made) } : undefined;
      for (const value of await possibleValues(sources, made, instance)) {
        const known = isMade ? callers : [];
        found.push({ ...step, attribute: undefined, line, made: value, callers: known });
      }
    }
  }
  return fittingSteps(sources, found, wanted);
}
