import type { Expression, Node, SourceFile } from 'typescript/unstable/ast';
import { SyntaxKind } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import { API } from 'typescript/unstable/sync';
import { inRepository, repositoryRoot } from '../repository.ts';

/** One small mistake in one source file. */
export interface Mutant {
  /** Relative to the repository. */
  readonly file: string;
  readonly line: number;
  /** The changed lines joined into one, before and after. */
  readonly before: string;
  readonly after: string;
  /** The whole file with the mistake. */
  readonly content: string;
}

const OPERATORS = new Map<SyntaxKind, string>([
  [SyntaxKind.PlusToken, '-'],
  [SyntaxKind.MinusToken, '+'],
  [SyntaxKind.PlusEqualsToken, '-='],
  [SyntaxKind.MinusEqualsToken, '+='],
  [SyntaxKind.AsteriskToken, '/'],
  [SyntaxKind.SlashToken, '*'],
  [SyntaxKind.LessThanToken, '<='],
  [SyntaxKind.LessThanEqualsToken, '<'],
  [SyntaxKind.GreaterThanToken, '>='],
  [SyntaxKind.GreaterThanEqualsToken, '>'],
  [SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [SyntaxKind.AmpersandAmpersandToken, '||'],
  [SyntaxKind.BarBarToken, '&&'],
]);

/** Code that does not run, and texts: a number in a message is not behaviour that a test should check. */
const LEFT_ALONE = new Set<SyntaxKind>([
  SyntaxKind.ImportDeclaration,
  SyntaxKind.ExportDeclaration,
  SyntaxKind.InterfaceDeclaration,
  SyntaxKind.TypeAliasDeclaration,
  SyntaxKind.TemplateExpression,
]);

const COMPARISONS = new Set<SyntaxKind>([
  SyntaxKind.LessThanToken,
  SyntaxKind.LessThanEqualsToken,
  SyntaxKind.GreaterThanToken,
  SyntaxKind.GreaterThanEqualsToken,
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** All mutants of some files of the project `tsconfig.json`, in source order. */
export function findMutants(files: readonly string[]): Mutant[] {
  // The compiler has no parser in this process; this way to get a tree may change with its version.
  const api = new API({ cwd: repositoryRoot });
  try {
    const snapshot = api.updateSnapshot({ openProjects: [inRepository('tsconfig.json')] });
    const [project] = snapshot.getProjects();
    return files.flatMap((file) => {
      const source = project?.program.getSourceFile(inRepository(file));
      if (!source) throw new Error(`tsconfig.json does not have ${file}`);
      return mutantsOf(file, source);
    });
  } finally {
    api.close();
  }
}

function mutantsOf(file: string, source: SourceFile): Mutant[] {
  const mutants: Mutant[] = [];
  const replace = (node: Node, text: (old: string) => string) =>
    mutants.push({ file, ...changed(source.text, node.getStart(source), node.end, text) });
  const negate = (node: Node) => replace(node, (old) => `!(${old})`);
  const visit = (node: Node): void => {
    if (is.isTypeNode(node) || LEFT_ALONE.has(node.kind)) return;
    if (is.isBinaryExpression(node)) {
      const other = OPERATORS.get(node.operatorToken.kind);
      if (other && ![node.left, node.right].some(isText)) replace(node.operatorToken, () => other);
    }
    if (is.isNumericLiteral(node) && !isNeverTaken(node) && !isSeed(node)) {
      replace(node, (old) => String(Number(old.replaceAll('_', '')) + 1));
    }
    if (is.isPropertyAccessExpression(node) && node.expression.getText(source) === 'Math') {
      if (node.name.text === 'min') replace(node.name, () => 'max');
      if (node.name.text === 'max') replace(node.name, () => 'min');
    }
    if (is.isIfStatement(node)) negate(node.expression);
    const returned = returnedBy(node);
    if (returned && isYesOrNo(returned)) negate(returned);
    if (is.isThrowStatement(node) || isCallStatement(node)) replace(node, () => ';');
    node.forEachChild(visit);
  };
  visit(source);
  return mutants;
}

/** The 0 of `values[i] ?? 0` and of `const [first = 0] = values` is only there for the compiler. */
function isNeverTaken({ parent, kind }: Node): boolean {
  if (is.isBindingElement(parent)) return is.isArrayBindingPattern(parent.parent);
  return (
    is.isBinaryExpression(parent) &&
    parent.operatorToken.kind === SyntaxKind.QuestionQuestionToken &&
    is.isElementAccessExpression(parent.left) &&
    parent.right.kind === kind
  );
}

/** Any other seed does as well. */
function isSeed({ parent }: Node): boolean {
  return is.isCallExpression(parent) && parent.expression.getText() === 'createRandom';
}

function returnedBy(node: Node): Expression | undefined {
  if (is.isReturnStatement(node)) return node.expression;
  return is.isArrowFunction(node) && !is.isBlock(node.body) ? node.body : undefined;
}

/** Decided by the text: the compiler fails when it is asked for the types of these expressions. */
function isYesOrNo(node: Node): boolean {
  if (node.kind === SyntaxKind.TrueKeyword || node.kind === SyntaxKind.FalseKeyword) return true;
  if (is.isPrefixUnaryExpression(node)) return node.operator === SyntaxKind.ExclamationToken;
  if (is.isParenthesizedExpression(node) || is.isAwaitExpression(node)) {
    return isYesOrNo(node.expression);
  }
  if (is.isBinaryExpression(node)) {
    const { left, operatorToken, right } = node;
    return COMPARISONS.has(operatorToken.kind) || (isYesOrNo(left) && isYesOrNo(right));
  }
  if (!is.isCallExpression(node)) return false;
  const { expression: called } = node;
  const name = is.isPropertyAccessExpression(called) ? called.name : called;
  return /^#?(is|has|every$|some$|includes$|startsWith$|endsWith$|test$)/.test(name.getText());
}

/** A class needs the call of `super`. */
function isCallStatement(node: Node): boolean {
  if (!is.isExpressionStatement(node)) return false;
  const { expression } = node;
  const called = is.isAwaitExpression(expression) ? expression.expression : expression;
  return is.isCallExpression(called) && called.expression.kind !== SyntaxKind.SuperKeyword;
}

function isText(node: Node): boolean {
  return is.isStringLiteral(node) || is.isTemplateExpression(node);
}

function changed(source: string, start: number, end: number, text: (old: string) => string) {
  const content = source.slice(0, start) + text(source.slice(start, end)) + source.slice(end);
  const first = source.lastIndexOf('\n', start - 1) + 1;
  const last = source.indexOf('\n', end);
  return {
    line: source.slice(0, start).split('\n').length,
    before: inOneLine(source.slice(first, last)),
    after: inOneLine(content.slice(first, last + content.length - source.length)),
    content,
  };
}

function inOneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
