import type { SyntaxNode } from '@lezer/common';
import { argumentsOf, calleeOf, childrenOf, enclosing, stringValue, textOf } from './syntax.ts';

const ANYTHING = '[^.]+';
const NUMBER = '\\d+';

/**
 * The names that an expression computes: `f"conv{i}"`, `"conv%d" % i`, `"conv{}".format(i)`, `"conv" + str(i)`.
 * Undefined for a plain string, for one that says nothing of the name, and for anything else.
 */
export function computedName(text: string, node: SyntaxNode | undefined): RegExp | undefined {
  const pattern = node && node.name !== 'String' ? patternOf(text, node) : undefined;
  const isTelling = /[\p{ID_Continue}]/u.test(
    pattern?.replaceAll(ANYTHING, '').replaceAll(NUMBER, '') ?? '',
  );
  return pattern !== undefined && isTelling ? new RegExp(`^${pattern}$`, 'u') : undefined;
}

function patternOf(text: string, node: SyntaxNode): string | undefined {
  switch (node.name) {
    case 'String': {
      const value = stringValue(text, node);
      return value === undefined ? undefined : literal(value);
    }
    case 'FormatString':
      return formatted(text, node);
    case 'ParenthesizedExpression': {
      const [inner] = childrenOf(node);
      return inner && patternOf(text, inner);
    }
    case 'BinaryExpression': {
      const [left, right] = [node.firstChild, node.lastChild];
      const operator = textOf(text, left?.nextSibling);
      if (operator === '%') return withPlaces(stringValue(text, left ?? undefined), /%\d*([a-z])/);
      const sides = [left, right].map((side) => side && (patternOf(text, side) ?? ANYTHING));
      return operator === '+' ? sides.join('') : undefined;
    }
    case 'CallExpression': {
      const format = node.firstChild;
      if (calleeOf(node, text) === 'str')
        return placeholder(text, argumentsOf(node, text)[0]?.value);
      if (!/\.\s*format$/.test(textOf(text, format))) return undefined;
      return withPlaces(stringValue(text, format?.firstChild ?? undefined), /\{[^{}]*\}/);
    }
    default:
      return undefined;
  }
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function formatted(text: string, node: SyntaxNode): string | undefined {
  const [, quoted] = /^[fFrR]{1,2}("""|'''|"|')/.exec(textOf(text, node)) ?? [];
  if (quoted === undefined) return undefined;
  let pattern = '';
  let at = node.from + textOf(text, node).indexOf(quoted) + quoted.length;
  for (const place of childrenOf(node)) {
    pattern += literal(text.slice(at, place.from));
    pattern += placeholder(text, childrenOf(place)[0]);
    at = place.to;
  }
  return pattern + literal(text.slice(at, node.to - quoted.length));
}

/** The kind of a placeholder: a number, if its variables are loop counters. */
function placeholder(text: string, node: SyntaxNode | undefined): string {
  const names = textOf(text, node).match(/\p{ID_Start}\p{ID_Continue}*/gu) ?? [];
  const isCounted = node && names.length > 0 && names.every((name) => isCounter(text, node, name));
  return isCounted ? NUMBER : ANYTHING;
}

function isCounter(text: string, node: SyntaxNode, name: string): boolean {
  const loop = enclosing(node, 'ForStatement');
  if (!loop) return false;
  const [, first, isEnumerated] =
    /^for\s+([\p{ID_Continue}]+)\s*(?:,[^:]*?)?\s+in\s+(?:range|(enumerate))\(/su.exec(
      textOf(text, loop),
    ) ?? [];
  const isNumber =
    isEnumerated !== undefined || !/^for\s+[^:]*?,[^:]*?\sin\s/s.test(textOf(text, loop));
  return (first === name && isNumber) || isCounter(text, loop, name);
}

/** A text with placeholders; those written `%d` take numbers. */
function withPlaces(text: string | undefined, place: RegExp): string | undefined {
  if (text === undefined) return undefined;
  let pattern = '';
  let rest = text;
  for (let found = place.exec(rest); found; found = place.exec(rest)) {
    pattern += literal(rest.slice(0, found.index)) + (found[1] === 'd' ? NUMBER : ANYTHING);
    rest = rest.slice(found.index + found[0].length);
  }
  return pattern === '' ? undefined : pattern + literal(rest);
}

/** Whether an attribute has a name, or can have it if its name is computed. */
export function isNamed(
  attribute: { name: string; pattern: RegExp | undefined },
  name: string,
): boolean {
  return attribute.pattern?.test(name) ?? attribute.name === name;
}
