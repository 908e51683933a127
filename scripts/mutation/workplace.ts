import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withCleanup } from '../cleanup.ts';
import { inRepository, repositoryRoot } from '../repository.ts';

/** Modules are resolved by their real path, so folders that import each other are copied; the rest is only read. */
const COPIED = ['src', 'test', 'scripts'];
const NOT_NEEDED = ['.git', '.vscode-test', 'dist', 'out', 'test-results'];
const FIXTURES = 'test/fixtures';

/** A copy of the repository in which sources may be changed. */
export class Workplace {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-mutation-'));

  constructor() {
    const fixtures = inRepository(FIXTURES);
    for (const entry of readdirSync(repositoryRoot, { withFileTypes: true })) {
      const [from, to] = [inRepository(entry.name), path.join(this.folder, entry.name)];
      if (NOT_NEEDED.includes(entry.name)) continue;
      if (entry.isFile()) cpSync(from, to);
      else if (!COPIED.includes(entry.name)) symlinkSync(from, to, 'junction');
      else cpSync(from, to, { recursive: true, filter: (file) => file !== fixtures });
    }
    symlinkSync(fixtures, path.join(this.folder, FIXTURES), 'junction');
  }

  /** Replaces the content of a file while `body` runs. */
  async with<Result>(file: string, content: string, body: () => Promise<Result>): Promise<Result> {
    const changed = path.join(this.folder, file);
    const original = readFileSync(changed, 'utf8');
    writeFileSync(changed, content);
    try {
      return await body();
    } finally {
      writeFileSync(changed, original);
    }
  }

  /** Runs tests up to the first failure; exceeding the time limit counts as a failure. */
  runTests(files: readonly string[], limitMs: number) {
    return withCleanup(async (onEnd) => {
      const mocha = 'node_modules/mocha/bin/mocha.js';
      const options = ['--bail', '--exit', '--reporter', 'dot', '--timeout', '30000'];
      // A mistake may make an endless list.
      const node = ['--max-old-space-size=2048', '--import', 'tsx'];
      const child = spawn(process.execPath, [...node, mocha, ...options, ...files], {
        cwd: this.folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: limitMs,
        killSignal: 'SIGKILL',
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (text) => {
          output += text;
        });
      }
      const ended = new Promise<number | null>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', resolve);
      });
      onEnd(() => {
        child.kill('SIGKILL');
      });
      return { hasPassed: (await ended) === 0, output };
    });
  }
}
