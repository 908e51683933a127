import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CommandResult } from '../../../src/exportRunner/runCommand.ts';
import { runCommand } from '../../../src/exportRunner/runCommand.ts';
import { bundleProduct } from '../../support/bundleOnce.ts';

const node = `"${process.execPath}"`;
describe('A command that exports a model', function () {
  this.timeout(30_000);
  let processPath: string;
  let folder: string;
  let shown: string;

  before(async () => {
    processPath = await bundleProduct('src/exportRunner/process.ts');
  });

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-command-'));
    shown = '';
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  function script(name: string, ...lines: string[]): string {
    writeFileSync(path.join(folder, name), lines.join('\n'));
    return `${node} ${name}`;
  }

  function run(command: string, signal = new AbortController().signal): Promise<CommandResult> {
    const onOutput = (text: string) => {
      shown += text;
    };
    return runCommand({ processPath, command, folder, columns: 100, onOutput, signal });
  }

  /** Id that a script has written to a file. */
  async function idIn(name: string): Promise<number> {
    for (;;) {
      try {
        const id = Number(readFileSync(path.join(folder, name), 'utf8'));
        if (id > 0) return id;
      } catch {
        // Not written yet.
      }
      await delay(20);
    }
  }

  const sleeper = (name: string) => [
    `require('node:fs').writeFileSync('${name}', String(process.pid));`,
    'setInterval(() => undefined, 1000);',
  ];

  it('runs in the folder; both streams are shown and kept, and the exit code is known', async () => {
    const command = script(
      'export.js',
      "console.log('in', process.cwd());",
      "console.error('größer ✅', process.env.COLUMNS + process.env.ELECTRON_RUN_AS_NODE);",
      'process.exitCode = 3;',
    );
    const { end, stdout, stderr } = await run(command);
    assert.deepEqual(end, { type: 'exited', exitCode: 3 });
    assert.equal(path.basename(stdout.trim()), path.basename(folder));
    assert.equal(stderr.trim(), 'größer ✅ 100undefined');
    assert.equal(shown.length, stdout.length + stderr.length);
  });

  it('gets no input: it does not wait for an answer', async () => {
    const command = script(
      'ask.js',
      "process.stdin.on('end', () => console.log('nobody')).resume();",
    );
    assert.equal((await run(command)).stdout.trim(), 'nobody');
  });

  it('that does not exist says so', async () => {
    const { end, stderr } = await run('no-such-python export.py');
    assert.equal(end.type, 'exited');
    assert.notEqual(end.type === 'exited' && end.exitCode, 0);
    assert.match(stderr, /no-such-python/);
  });

  it('in a folder that does not exist is not started', async () => {
    const here = folder;
    folder = path.join(here, 'gone');
    const { end } = await run('echo never');
    folder = here;
    assert.equal(end.type, 'notStarted');
    assert.equal(shown, '');
  });

  it('that never ends is cancelled, with what it has started', async () => {
    script('inner.js', ...sleeper('inner'));
    const command = script(
      'outer.js',
      `require('node:child_process').spawn(process.execPath, ['inner.js'], { stdio: 'inherit' });`,
      ...sleeper('outer'),
    );
    const abort = new AbortController();
    const result = run(command, abort.signal);
    const ids = [await idIn('outer'), await idIn('inner')];
    abort.abort();
    assert.deepEqual((await result).end, { type: 'cancelled' });
    await assertEnded(ids);
  });

  it('that does not listen is ended by force', async function () {
    if (process.platform === 'win32') this.skip();
    const command = script(
      'deaf.js',
      "process.on('SIGTERM', () => undefined);",
      ...sleeper('deaf'),
    );
    const abort = new AbortController();
    const result = run(command, abort.signal);
    const id = await idIn('deaf');
    abort.abort();
    assert.deepEqual((await result).end, { type: 'cancelled' });
    await assertEnded([id]);
  });

  it('leaves nothing running behind it', async function () {
    if (process.platform === 'win32') this.skip();
    const command = script('left.js', ...sleeper('left'));
    const result = run(`${command} & while [ ! -s left ]; do sleep 0.05; done; echo over`);
    assert.deepEqual((await result).end, { type: 'exited', exitCode: 0 });
    await assertEnded([await idIn('left')]);
  });

  it('says which signal killed it', async function () {
    if (process.platform === 'win32') this.skip();
    assert.deepEqual((await run('kill -KILL $$')).end, { type: 'killed', signal: 'SIGKILL' });
  });

  it('that prints 100 MB takes little memory, and its end is kept', async () => {
    const command = script(
      'loud.js',
      "const line = 'x'.repeat(99) + '\\n';",
      'const block = line.repeat(10000);',
      "for (let i = 0; i < 100; i++) require('node:fs').writeSync(1, block);",
      "console.log('the end');",
    );
    let characters = 0;
    let peak = 0;
    const before = process.memoryUsage().rss;
    const { stdout } = await runCommand({
      ...{ processPath, command, folder, columns: 80, signal: new AbortController().signal },
      onOutput: (text) => {
        characters += text.length;
        peak = Math.max(peak, process.memoryUsage.rss() - before);
      },
    });
    assert.equal(characters, 100_000_000 + 'the end\n'.length);
    assert.ok(stdout.endsWith('x\nthe end\n'));
    assert.ok(peak < 150e6, `${(peak / 1e6).toFixed(0)} MB`);
  });

  it('ends when the editor is killed', async function () {
    if (process.platform === 'win32') this.skip();
    const command = script('orphan.js', ...sleeper('orphan'));
    const options = JSON.stringify({ processPath, command, folder, columns: 80 });
    writeFileSync(
      path.join(folder, 'editor.mts'),
      `import { runCommand } from ${JSON.stringify(path.resolve('src/exportRunner/runCommand.ts'))};
       const signal = new AbortController().signal;
       await runCommand({ ...${options}, signal, onOutput: () => undefined });`,
    );
    const editor = spawn(process.execPath, ['--import=tsx', path.join(folder, 'editor.mts')], {
      stdio: 'inherit',
      detached: true,
    });
    const id = await idIn('orphan');
    // With its whole process group, as a server is ended.
    process.kill(-(editor.pid ?? 0), 'SIGKILL');
    await assertEnded([id]);
  });
});

async function assertEnded(ids: number[]): Promise<void> {
  for (const id of ids) {
    for (let tries = 0; isAlive(id); tries++) {
      assert.ok(tries < 100, `process ${id} still runs`);
      await delay(50);
    }
  }
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    // An ended process still has an id until its parent has read its status.
    return (
      process.platform !== 'linux' ||
      !/^State:\s*Z/m.test(readFileSync(`/proc/${id}/status`, 'utf8'))
    );
  } catch {
    return false;
  }
}
