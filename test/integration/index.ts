import { appendFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { format } from 'node:util';

/**
 * VS Code calls this inside its extension host. Runs every bundled suite beside this file and rejects when a test
 * fails. `CAM_LENS_TEST_LOG` names a file for the report if the host has no terminal; `CAM_LENS_TEST_GREP` selects
 * tests.
 */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const { CAM_LENS_TEST_LOG: log, CAM_LENS_TEST_GREP: grep } = process.env;
  if (log) {
    Mocha.reporters.Base.consoleLog = (...values: unknown[]) => {
      appendFileSync(log, `${format(...values)}\n`);
    };
  }
  const mocha = new Mocha({ timeout: 180_000, color: !log, ...(grep ? { grep } : {}) });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  const require = createRequire(__filename);
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.test.cjs')) require(path.join(__dirname, file));
  }
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => {
      if (failures > 0) reject(new Error(`${failures} integration tests failed.`));
      else resolve();
    });
  });
}
