import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ModelFacts } from '../../../src/cam/config/resolveConfig.ts';

const folders: string[] = [];

/** A folder with the given files (text, bytes, or a value as JSON); the path of `net.onnx` in it, which is never read. */
export async function modelIn(files: Record<string, unknown>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cam-lens-config-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    const isWhole = typeof content === 'string' || Buffer.isBuffer(content);
    await writeFile(path.join(folder, name), isWhole ? content : JSON.stringify(content));
  }
  return path.join(folder, 'net.onnx');
}

/** Removes what {@link modelIn} made. */
export async function removeFolders(): Promise<void> {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
}

/** A model of three classes and an input of 3×224×224. */
export function factsOf(changes: Partial<ModelFacts> = {}): ModelFacts {
  const input = { width: 224, height: 224, channels: 3 };
  return { metadata: new Map(), classes: 3, input, ...changes };
}
