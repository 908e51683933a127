import type { Node } from 'jsonc-parser';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';

/** One piece of a text and what takes its place. */
interface Edit {
  from: number;
  to: number;
  text: string;
}

/**
 * The text of a sidecar with one channel's name set, changed or removed; everything else stays as it is
 * written. Names are kept in the order of their channels; with the last name the key `units` goes.
 * @param text a JSON object, valid
 * @param name undefined to remove
 */
export function withUnitName(text: string, channel: number, name: string | undefined): string {
  const root = parseTree(text);
  if (root?.type !== 'object') throw new Error('the text is no JSON object');
  const edit = name === undefined ? removal(root, channel) : setting(text, root, channel, name);
  return edit ? text.slice(0, edit.from) + edit.text + text.slice(edit.to) : text;
}

/** The text of a sidecar that states one name alone. */
export function newSidecarText(channel: number, name: string): string {
  return `${JSON.stringify({ units: { [channel]: name } }, null, 2)}\n`;
}

function setting(text: string, root: Node, channel: number, name: string): Edit {
  const value = JSON.stringify(name);
  const present = findNodeAtLocation(root, ['units', String(channel)]);
  if (present) return { from: present.offset, to: endOf(present), text: value };
  const property = `"${channel}": ${value}`;
  const units = findNodeAtLocation(root, ['units']);
  if (units && childrenOf(units).length > 0) return insertion(text, units, channel, property);
  const style = styleOf(text, root);
  const inside = style.lineBreak === '' ? '' : `${style.lineBreak}${style.unit}`;
  const object = `{${inside}${property}${style.lineBreak}}`;
  if (units) return { from: units.offset, to: endOf(units), text: object };
  const last = childrenOf(root).at(-1);
  if (!last) return { from: root.offset, to: endOf(root), text: `{\n  "units": {${property}}\n}` };
  const separator = style.lineBreak === '' ? ', ' : `,${style.lineBreak}`;
  return { from: endOf(last), to: endOf(last), text: `${separator}"units": ${object}` };
}

/** Among other names, before the next higher channel. */
function insertion(text: string, units: Node, channel: number, property: string): Edit {
  const { lineBreak } = styleOf(text, units);
  const separator = lineBreak === '' ? ', ' : `,${lineBreak}`;
  const names = childrenOf(units);
  const next = names.find((child) => Number(child.children?.[0]?.value) > channel);
  if (next) return { from: next.offset, to: next.offset, text: property + separator };
  const last = names.at(-1);
  const end = last ? endOf(last) : units.offset + 1;
  return { from: end, to: end, text: separator + property };
}

function removal(root: Node, channel: number): Edit | undefined {
  const value = findNodeAtLocation(root, ['units', String(channel)]);
  const property = value?.parent;
  const units = property?.parent;
  if (!property || !units) return undefined;
  return childrenOf(units).length === 1 && units.parent
    ? withoutProperty(root, units.parent)
    : withoutProperty(units, property);
}

/** Takes a property out with one of its commas. */
function withoutProperty(object: Node, property: Node): Edit {
  const all = childrenOf(object);
  const index = all.indexOf(property);
  const [previous, next] = [all[index - 1], all[index + 1]];
  if (next) return { from: property.offset, to: next.offset, text: '' };
  if (previous) return { from: endOf(previous), to: endOf(property), text: '' };
  return { from: object.offset, to: endOf(object), text: '{}' };
}

/** How the properties of an object are laid out: what stands before each, and one more step inwards. */
function styleOf(text: string, object: Node): { lineBreak: string; unit: string } {
  const [first] = childrenOf(object);
  if (!first) return { lineBreak: '', unit: '' };
  const [, lineBreak = ''] =
    /(\r?\n[ \t]*)$/.exec(text.slice(object.offset + 1, first.offset)) ?? [];
  return { lineBreak, unit: lineBreak.includes('\t') ? '\t' : '  ' };
}

function childrenOf(node: Node): Node[] {
  return node.children ?? [];
}

function endOf(node: Node): number {
  return node.offset + node.length;
}
