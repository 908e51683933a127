import type { SyntaxNode } from '@lezer/common';

/** A Python file as its text says; nothing of it is run. Lines count from 1. */
export interface PythonFile {
  /** Absolute path, or what else names it. */
  path: string;
  text: string;
  lines: readonly string[];
  /** The whole file as parsed. */
  root: SyntaxNode;
  /** All classes, also those inside functions and other classes. */
  classes: PythonClass[];
  /** Functions outside of classes. */
  functions: PythonFunction[];
  /** What a name stands for, by `import` and `from … import`. */
  imports: Map<string, ImportedName>;
}

/** `from ..layers.blocks import Block as B`: the name `Block` of the module `..layers.blocks`. */
export interface ImportedName {
  /** With its leading dots. */
  module: string;
  /** Undefined where the module itself was imported. */
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

/** Name of an attribute of `self`: `conv`; of what lies in an attribute: `plain.layer`, `layers.0`. */
interface AttributeName {
  name: string;
  /** The names that it can be, where it is computed: `f"conv{i}"`; `name` is that expression then. */
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
 * Where `self.conv` is called, or where the modules of a list `self.layers` are, in a loop over it; in the name,
 * `*` stands for an index that is no literal, and an empty one for all modules of `self`.
 */
export interface AttributeUse extends AttributeName {
  line: number;
  /** Where the call ends in the text: no other one ends there. */
  to: number;
  method: string;
}

/** An expression and where it stands. */
export interface Expression {
  file: PythonFile;
  node: SyntaxNode;
}
