#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { main } from './cli/main.ts';
import { EngineClient } from './engine/client.ts';

// A reader that has seen enough (`cam-lens … | head -1`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const streams = {
  out: (text: string) => process.stdout.write(text),
  err: (text: string) => process.stderr.write(text),
  isErrScreen: process.stderr.isTTY === true,
};
const engine = new EngineClient({
  // Built into the same folder.
  processPath: fileURLToPath(new URL('engine.cjs', import.meta.url)),
  log: () => undefined,
});
main(process.argv.slice(2), streams, engine).then((exitCode) => {
  engine.dispose();
  process.exitCode = exitCode;
});
