import type { SyntaxNode } from '@lezer/common';

/** A Python file as read from its text; nothing is run. Lines count from 1. */
export interface PythonFile {
  /** Absolute path, or another name of the file. */
  path: string;
  text: string;
  lines: readonly string[];
  /** The whole file as parsed. */
  root: SyntaxNode;
  /** All classes, also those inside functions and other classes. */
  classes: PythonClass[];
  /** Functions outside classes. */
  functions: PythonFunction[];
  /** The meaning of imported names, by `import` and `from … import`. */
  imports: Map<string, ImportedName>;
}

/** `from ..layers.blocks import Block as B`: the name `Block` of the module `..layers.blocks`. */
export interface ImportedName {
  /** With its leading dots. */
  module: string;
  /** Undefined if the module itself was imported. */
  name: string | undefined;
}

export interface PythonFunction {
  name: string;
  line: number;
  endLine: number;
  node: SyntaxNode;
}

export interface PythonClass {
  name: string;
  /** As written, e.g. `nn.Module`. */
  bases: string[];
  line: number;
  endLine: number;
  methods: PythonFunction[];
  definitions: AttributeDefinition[];
  uses: AttributeUse[];
}

/** Name of an attribute of `self`: `conv`; of a part of an attribute: `plain.layer`, `layers.0`. */
interface AttributeName {
  name: string;
  /** The possible names if it is computed: `f"conv{i}"`; then `name` is that expression. */
  pattern: RegExp | undefined;
}

/** `self.conv = nn.Conv2d(…)`, `self.add_module('conv', …)`, `setattr(self, 'conv', …)`. */
export interface AttributeDefinition extends AttributeName {
  line: number;
  method: string;
  /** What is assigned. */
  value: SyntaxNode | undefined;
}

/**
 * Where `self.conv` is called, or where the modules of a list `self.layers` are, in a loop over it; in the name, `*`
 * means an index that is not a literal, and an empty name means all modules of `self`.
 */
export interface AttributeUse extends AttributeName {
  line: number;
  /** Where the call ends in the text; this identifies the call. */
  to: number;
  method: string;
}

/** An expression and its place. */
export interface Expression {
  file: PythonFile;
  node: SyntaxNode;
}
