import type { Node } from 'jsonc-parser';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';

/** One piece of a text and its replacement. */
interface Edit {
  from: number;
  to: number;
  text: string;
}

/** The layout of an object's properties: the text before each one, and one more step of indentation. */
interface Layout {
  lineBreak: string;
  unit: string;
}

/**
 * The text of a JSON object with the value at a path set; everything else stays unchanged. Missing objects on the path
 * are created, in the layout of the objects around them.
 * @param text a JSON object, valid
 * @param path keys, from the outermost object on; existing values on it must be objects
 * @param value as JSON
 * @param isBefore whether a new last key goes before an existing key; otherwise it goes to the end
 */
export function withValue(
  text: string,
  path: readonly string[],
  value: string,
  isBefore: (existing: string) => boolean = () => false,
): string {
  const root = objectOf(text);
  const present = findNodeAtLocation(root, [...path]);
  if (present) return edited(text, { from: present.offset, to: endOf(present), text: value });
  const depth = depthOfLastObject(root, path);
  const holder = findNodeAtLocation(root, path.slice(0, depth)) ?? root;
  const [key = '', ...inner] = path.slice(depth);
  const layout = layoutInside(text, root, path.slice(0, depth));
  const property = `${JSON.stringify(key)}: ${nested(inner, value, layout)}`;
  return edited(
    text,
    insertion(holder, property, layout, inner.length === 0 ? isBefore : () => false),
  );
}

/**
 * The text of a JSON object without the property at a path; the same text if there is none.
 * @param emptied what happens to objects on the path that would become empty
 */
export function withoutValue(
  text: string,
  path: readonly string[],
  emptied: 'stay' | 'go',
): string {
  const root = objectOf(text);
  let property = findNodeAtLocation(root, [...path])?.parent;
  let holder = property?.parent;
  while (emptied === 'go' && holder?.children?.length === 1 && holder.parent?.parent) {
    property = holder.parent;
    holder = property.parent;
  }
  return property && holder ? edited(text, removal(holder, property)) : text;
}

function objectOf(text: string): Node {
  const root = parseTree(text);
  if (root?.type !== 'object') throw new Error('the text is no JSON object');
  return root;
}

function edited(text: string, edit: Edit): string {
  return text.slice(0, edit.from) + edit.text + text.slice(edit.to);
}

/** How many keys of a path lead to existing objects. */
function depthOfLastObject(root: Node, path: readonly string[]): number {
  for (let depth = path.length - 1; depth > 0; depth--) {
    const node = findNodeAtLocation(root, path.slice(0, depth));
    if (node?.type === 'object') return depth;
    if (node) throw new Error(`${path.slice(0, depth).join('.')} is no JSON object`);
  }
  return 0;
}

function insertion(
  holder: Node,
  property: string,
  { lineBreak, unit }: Layout,
  isBefore: (existing: string) => boolean,
): Edit {
  const properties = childrenOf(holder);
  const last = properties.at(-1);
  if (!last) {
    const end = lineBreak.slice(0, lineBreak.length - unit.length);
    const text = `{${lineBreak}${property}${end}}`;
    return { from: holder.offset, to: endOf(holder), text };
  }
  const separator = lineBreak === '' ? ', ' : `,${lineBreak}`;
  const next = properties.find((other) => isBefore(String(other.children?.[0]?.value)));
  if (next) return { from: next.offset, to: next.offset, text: property + separator };
  return { from: endOf(last), to: endOf(last), text: separator + property };
}

/** A value inside objects of one property each. */
function nested(keys: readonly string[], value: string, { lineBreak, unit }: Layout): string {
  const [key, ...inner] = keys;
  if (key === undefined) return value;
  const inside = lineBreak === '' ? '' : lineBreak + unit;
  const content = nested(inner, value, { lineBreak: inside, unit });
  return `{${inside}${JSON.stringify(key)}: ${content}${lineBreak}}`;
}

/** Removes a property with one of its commas. */
function removal(holder: Node, property: Node): Edit {
  const all = childrenOf(holder);
  const index = all.indexOf(property);
  const [previous, next] = [all[index - 1], all[index + 1]];
  if (next) return { from: property.offset, to: next.offset, text: '' };
  if (previous) return { from: endOf(previous), to: endOf(property), text: '' };
  return { from: holder.offset, to: endOf(holder), text: '{}' };
}

/**
 * The layout of an object's properties; an empty object gets the layout of the object around it, one step further in.
 */
function layoutInside(text: string, root: Node, path: readonly string[]): Layout {
  const holder = findNodeAtLocation(root, [...path]) ?? root;
  const own = lineBreakIn(text, holder);
  const unit = /[ \t]+$/.exec(lineBreakIn(text, root) ?? '')?.[0] ?? '  ';
  if (own !== undefined) return { lineBreak: own, unit: own === '' ? '' : unit };
  if (path.length === 0) return { lineBreak: `\n${unit}`, unit };
  const around = layoutInside(text, root, path.slice(0, -1)).lineBreak;
  return around === '' ? { lineBreak: '', unit: '' } : { lineBreak: around + unit, unit };
}

/** The text before the first property, empty if it is on the line of the bracket; undefined without properties. */
function lineBreakIn(text: string, holder: Node): string | undefined {
  const [first] = childrenOf(holder);
  if (!first) return undefined;
  return /(\r?\n[ \t]*)$/.exec(text.slice(holder.offset + 1, first.offset))?.[1] ?? '';
}

function childrenOf(node: Node): Node[] {
  return node.children ?? [];
}

function endOf(node: Node): number {
  return node.offset + node.length;
}
