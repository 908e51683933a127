#!/usr/bin/env node
import { main } from './cli/main.ts';

// A reader that has seen enough (`cam-lens … | head -1`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isErrScreen: process.stderr.isTTY === true,
}).then((exitCode) => {
  process.exitCode = exitCode;
});
