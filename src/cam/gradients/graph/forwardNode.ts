import type { Attribute } from '../../onnx/file/attributes.ts';
import { attributesOf, positionalInputs, positionalOutputs } from '../../onnx/file/attributes.ts';
import type { OnnxNode } from '../../onnx/file/model.ts';

/** A node of the model, as its rule reads it. */
export class ForwardNode {
  readonly opType: string;
  /** By position; one that is left out has an empty name. */
  readonly inputs: readonly string[];
  /** By position; one that is left out has an empty name. */
  readonly outputs: readonly string[];
  readonly #attributes: ReadonlyMap<string, Attribute>;
  readonly #isNeeded: (tensor: string) => boolean;

  /** @param isNeeded whether the gradient of a tensor is needed */
  constructor(node: OnnxNode, isNeeded: (tensor: string) => boolean) {
    this.opType = node.opType;
    this.inputs = positionalInputs(node);
    this.outputs = positionalOutputs(node);
    this.#attributes = attributesOf(node);
    this.#isNeeded = isNeeded;
  }

  /** Name of an input; empty if it is left out. */
  input(index: number): string {
    return this.inputs[index] ?? '';
  }

  /** Name of the first output. */
  get output(): string {
    return this.outputs[0] ?? '';
  }

  /** Whether the gradient of the input is needed. It is not for weights. */
  needs(index: number): boolean {
    return this.#isNeeded(this.input(index));
  }

  int(attribute: string, otherwise: number): number {
    return this.#attributes.get(attribute)?.int ?? otherwise;
  }

  float(attribute: string, otherwise: number): number {
    return this.#attributes.get(attribute)?.float ?? otherwise;
  }

  /** Undefined if the attribute is left out. */
  ints(attribute: string): number[] | undefined {
    return this.#attributes.get(attribute)?.ints;
  }

  /** Undefined if the attribute is left out. */
  floats(attribute: string): number[] | undefined {
    return this.#attributes.get(attribute)?.floats;
  }

  string(attribute: string, otherwise: string): string {
    return this.#attributes.get(attribute)?.string ?? otherwise;
  }

  has(attribute: string): boolean {
    return this.#attributes.has(attribute);
  }
}
