import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Engine } from '../../../src/cam/engine.ts';

/** Overwrites a file with the content of another as a slow exporter does; returns the time of its last byte. */
export async function writeSlowly(
  from: string,
  to: string,
  { chunks = 8, durationMs = 2000 } = {},
): Promise<number> {
  const bytes = readFileSync(from);
  const size = Math.ceil(bytes.length / chunks);
  const file = openSync(to, 'w');
  try {
    for (let start = 0; start < bytes.length; start += size) {
      if (start > 0) await delay(durationMs / chunks);
      writeSync(file, bytes, start, Math.min(size, bytes.length - start));
    }
  } finally {
    closeSync(file);
  }
  return Date.now();
}

/** Writes a model in which two classes have exchanged their weights, byte for byte in the file. */
export async function writeWithSwappedClasses(
  from: string,
  to: string,
  [a, b]: [string, string],
): Promise<void> {
  const engine = new Engine();
  try {
    const { classWeights, labels } = await engine.openModel(from);
    if (!classWeights) throw new Error(`${from} has no class weights`);
    const rowOf = (label: string): Buffer => {
      const { channels, weights } = classWeights;
      const index = labels.value.indexOf(label);
      const row = weights.slice(index * channels, (index + 1) * channels);
      return Buffer.from(row.buffer, 0, row.byteLength);
    };
    const bytes = readFileSync(from);
    const places = [rowOf(a), rowOf(b)].map((row) => ({ row, at: bytes.indexOf(row) }));
    places.forEach(({ at }, i) => {
      if (at < 0) throw new Error('the weights of a class do not lie in a row');
      places[1 - i]?.row.copy(bytes, at);
    });
    writeFileSync(to, bytes);
  } finally {
    await engine.dispose();
  }
}
