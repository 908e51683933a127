import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

/** Classes of the sample models, in the order of their outputs. */
const CLASSES = [
  'living room',
  'kitchen',
  'bedroom',
  'bathroom',
  'office',
  'street',
  'park',
  'beach',
];

/** Weights of each class in the head of a sample model. */
const CHANNELS = 106;

/**
 * Exports a sample model again: the head's weights of one class are multiplied by a factor, and so are its map and its
 * logit, as these heads have no bias.
 */
export function scaleClass(model: string, className: string, factor: number): void {
  const bytes = readFileSync(model);
  const start = headWeights(bytes) + 4 * CHANNELS * CLASSES.indexOf(className);
  for (let channel = 0; channel < CHANNELS; channel++) {
    const at = start + 4 * channel;
    bytes.writeFloatLE(bytes.readFloatLE(at) * factor, at);
  }
  writeFileSync(model, bytes);
}

/** Where the raw data of the tensor `head.weight` begin. */
function headWeights(bytes: Buffer): number {
  // Field 9 of a tensor, its raw data, of 8 × 106 × 4 = 3392 bytes.
  const header = Buffer.from([0x4a, 0xc0, 0x1a]);
  const name = Buffer.from('head.weight');
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) {
    const found = bytes.indexOf(header, at);
    if (found === at + name.length) return found + header.length;
  }
  return assert.fail('the model has no head.weight');
}
