import type { SyntaxNode } from '@lezer/common';
import type { ClassPlace } from './classes.ts';
import { classNamed, lineage } from './classes.ts';
import type { SourceLine } from './codeLink.ts';
import type { Element } from './python/elements.ts';
import { elementsAdded, elementsOf, elementsOfArguments, isContainer } from './python/elements.ts';
import type {
  AttributeDefinition,
  Expression,
  PythonFile,
  PythonFunction,
} from './python/pythonFile.ts';
import { calleeOf, descendants, lastPart, lineOf, textOf } from './python/syntax.ts';
import type { PythonSources } from './pythonSources.ts';

/** Where the module at a path is made, and which class's attribute leads to it. */
export interface Definition {
  line: SourceLine;
  /** The class whose attribute the module is, or is inside of: its code calls it. */
  owner: ClassPlace;
  /** Name of that attribute. */
  attribute: string;
  /** Whether it was chosen among several, e.g. the elements of a list that is filled in a loop. */
  isGuess: boolean;
  /** The module's own class, where that is one that the sources have. */
  own: ClassPlace | undefined;
}

/** What is known of the modules of a model: names of classes by path, as the exporter recorded them. */
export interface KnownClasses {
  /** Undefined where it was not recorded. */
  nameOf(path: string): string | undefined;
  /** The class of that name in the sources. */
  placeOf(path: string): Promise<ClassPlace | undefined>;
}

/** A step of the way: what stands at the path so far. */
interface Step {
  /** The class of the object whose attribute it is; `owner` is that class or the base class that sets it. */
  instance: ClassPlace;
  owner: ClassPlace;
  attribute: string;
  line: SourceLine;
  isGuess: boolean;
  /** The expression that makes it; undefined where only its class is known. */
  made: Expression | undefined;
}

/** Functions that call each other to make a module are followed as far as this. */
const MAX_CALLS = 8;

/**
 * Follows the path of a module from the network's class: attributes, elements of Sequential and the like,
 * methods that make modules, base classes.
 * @param moduleClass what makes the module, e.g. `/Linear$/`, to choose between several definitions
 */
export async function findDefinition(
  sources: PythonSources,
  network: ClassPlace,
  path: string,
  classes: KnownClasses,
  moduleClass: RegExp | undefined,
): Promise<Definition | undefined> {
  const names = path.split('.');
  let step: Step | undefined;
  for (const [index, name] of names.entries()) {
    const soFar = names.slice(0, index).join('.');
    const here = names.slice(0, index + 1).join('.');
    const isLast = index === names.length - 1;
    const wanted = wantedClass(classes.nameOf(here)) ?? (isLast ? moduleClass : undefined);
    const place: ClassPlace | undefined =
      step === undefined ? network : await classOf(sources, step, soFar, classes);
    const elements = step ? await elementsAt(sources, step) : [];
    if (step && elements.length > 0) step = inContainer(step, elements, name, wanted);
    else if (place) step = await inClass(sources, place, name, wanted, step);
    else return undefined;
    if (!step) return undefined;
  }
  if (!step) return undefined;
  const { line, owner, attribute, isGuess } = step;
  return { line, owner, attribute, isGuess, own: await classOf(sources, step, path, classes) };
}

function wantedClass(className: string | undefined): RegExp | undefined {
  return className === undefined ? undefined : new RegExp(`^${lastPart(className)}$`);
}

/** The class of what a step stands at, where the sources have it. */
async function classOf(
  sources: PythonSources,
  { made, owner }: Step,
  path: string,
  classes: KnownClasses,
): Promise<ClassPlace | undefined> {
  const callee = made ? calleeOf(made.node, made.file.text) : '';
  const found =
    made && callee !== '' && !callee.startsWith('self.')
      ? ((await classNamed(sources, made.file, callee)) ??
        (await defaultOf(sources, made.file, owner, callee)))
      : undefined;
  const recorded = classes.nameOf(path);
  if (recorded === undefined || found?.class.name === lastPart(recorded)) return found;
  const place = await classes.placeOf(path);
  // A recorded class of a library (nn.Conv2d) has no place, and what was made may only lead to it.
  return place?.class === owner.class && found ? found : place;
}

/** The class that a parameter stands for where it is left out: `def __init__(self, block=BasicBlock)`. */
async function defaultOf(
  sources: PythonSources,
  file: PythonFile,
  owner: ClassPlace,
  parameter: string,
): Promise<ClassPlace | undefined> {
  for (const { node } of owner.class.methods) {
    const name = defaultName(node.getChild('ParamList'), parameter, owner.file.text);
    if (name !== undefined) return classNamed(sources, file, name);
  }
  return undefined;
}

function defaultName(list: SyntaxNode | null, parameter: string, text: string): string | undefined {
  let current = '';
  for (let child = list?.firstChild ?? null; child; child = child.nextSibling) {
    if (child.name === ',') current = '';
    else if (child.name === 'AssignOp' && current === parameter) {
      return textOf(text, child.nextSibling);
    } else if (child.name === 'VariableName' && current === '') current = textOf(text, child);
  }
  return undefined;
}

async function inClass(
  sources: PythonSources,
  place: ClassPlace,
  name: string,
  wanted: RegExp | undefined,
  before: Step | undefined,
): Promise<Step | undefined> {
  const line = await lineage(sources, place);
  for (const owner of line) {
    const found = owner.class.definitions.filter((definition) => definition.name === name);
    const chosen = found.find(({ value }) => isMadeBy(value, owner.file, wanted)) ?? found[0];
    if (chosen) return stepTo(place, owner, chosen);
  }
  // A class of its own kind of Sequential or ModuleList: what its constructor is given.
  for (const owner of line) {
    if (!owner.class.bases.some(isContainer)) continue;
    const elements = elementsGivenToBase(owner);
    const step: Step = before ?? {
      instance: place,
      owner,
      attribute: name,
      line: { file: owner.file.path, line: owner.class.line },
      isGuess: false,
      made: undefined,
    };
    if (elements.length > 0) return inContainer(step, elements, name, wanted);
  }
  return undefined;
}

function stepTo(instance: ClassPlace, owner: ClassPlace, definition: AttributeDefinition): Step {
  const { file } = owner;
  return {
    instance,
    owner,
    attribute: definition.name,
    line: { file: file.path, line: definition.line },
    isGuess: false,
    made: definition.value ? { file, node: definition.value } : undefined,
  };
}

function isMadeBy(
  value: SyntaxNode | undefined,
  file: PythonFile,
  wanted: RegExp | undefined,
): boolean {
  return wanted === undefined || wanted.test(lastPart(calleeOf(value, file.text)));
}

/** The call that makes the module, where an expression holds more than that: `flag and nn.MaxPool2d(2)`. */
function madeIn({ file, node }: Element, wanted: RegExp | undefined): Expression {
  if (node.name === 'CallExpression' || wanted === undefined) return { file, node };
  const call = descendants(node, 'CallExpression').find((inner) => isMadeBy(inner, file, wanted));
  return { file, node: call ?? node };
}

/** `self.layers.append(…)`, `self.layers.add_module('name', …)` in the methods of a class. */
function elementsAddedTo({ file, class: own }: ClassPlace, attribute: string): Element[] {
  return own.methods.flatMap(({ node }) => elementsAdded({ file, node }, `self.${attribute}`));
}

/** `super().__init__(*layers)` in the constructor of a class derived from a container. */
function elementsGivenToBase({ file, class: own }: ClassPlace): Element[] {
  const initializer = own.methods.find(({ name }) => name === '__init__');
  if (!initializer) return [];
  return descendants(initializer.node, 'CallExpression')
    .filter((node) => /^super\(.*\)\.__init__$/.test(calleeOf(node, file.text)))
    .flatMap((node) => elementsOfArguments({ file, node }));
}

function inContainer(
  step: Step,
  elements: Element[],
  name: string,
  wanted: RegExp | undefined,
): Step | undefined {
  const named = elements.find((element) => element.name === name);
  const index = Number(name);
  const certain = elements.findIndex(({ isRepeated }) => isRepeated);
  const isCounted = Number.isInteger(index) && (certain < 0 || index < certain);
  const alike = elements.filter(({ file, node }) => isMadeBy(node, file, wanted));
  const chosen = named ?? (isCounted ? elements[index] : (alike[0] ?? elements[0]));
  if (!chosen) return undefined;
  const isSure = named !== undefined || isCounted || alike.length === 1 || elements.length === 1;
  return {
    ...step,
    line: { file: chosen.file.path, line: lineOf(madeIn(chosen, wanted)) },
    isGuess: step.isGuess || !isSure,
    made: chosen,
  };
}

/** The elements of the container that a step stands at; none where it is none. */
async function elementsAt(sources: PythonSources, step: Step): Promise<Element[]> {
  const { made, instance, owner, attribute } = step;
  if (!made) return [];
  const first = await madeElements(sources, made, instance);
  const isAttribute = owner.class.definitions.some(({ value }) => value?.from === made.node.from);
  return isAttribute ? [...first, ...elementsAddedTo(owner, attribute)] : first;
}

/** The elements of what an expression makes; also where a method or a function of the file makes it. */
async function madeElements(
  sources: PythonSources,
  made: Expression,
  instance: ClassPlace,
  calls = 0,
): Promise<Element[]> {
  const direct = elementsOf(made);
  if (direct.length > 0 || calls >= MAX_CALLS) return direct;
  const callee = calleeOf(made.node, made.file.text);
  const maker = await functionCalled(sources, callee, made, instance);
  if (!maker) return [];
  const { file } = maker;
  for (const statement of descendants(maker.function.node, 'ReturnStatement')) {
    const node = statement.lastChild;
    if (!node) continue;
    const elements = await madeElements(sources, { file, node }, instance, calls + 1);
    if (elements.length > 0) return elements;
  }
  return [];
}

async function functionCalled(
  sources: PythonSources,
  callee: string,
  { file }: Expression,
  instance: ClassPlace,
): Promise<{ file: Expression['file']; function: PythonFunction } | undefined> {
  const [, method] = /^self\.([\p{ID_Continue}]+)$/u.exec(callee) ?? [];
  if (method !== undefined) {
    for (const place of await lineage(sources, instance)) {
      const found = place.class.methods.find(({ name }) => name === method);
      if (found) return { file: place.file, function: found };
    }
    return undefined;
  }
  const found = file.functions.find(({ name }) => name === callee);
  return found && { file, function: found };
}
