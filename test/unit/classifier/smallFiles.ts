import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import type { SmallModel } from './smallModel.ts';
import { encodeSmallModel } from './smallModel.ts';

/** Writes small models into files and reads their graphs. The files last as long as the suite that calls this. */
export function smallFiles(): (model: SmallModel) => Promise<Graph> {
  let folder = '';
  let count = 0;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-small-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  return async (model) => {
    const file = path.join(folder, `small${count++}.onnx`);
    writeFileSync(file, encodeSmallModel(model));
    return new Graph(await readOnnxModel(file));
  };
}
