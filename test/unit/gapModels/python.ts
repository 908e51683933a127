import assert from 'node:assert/strict';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { inRepository } from '../../../scripts/repository.ts';

/** Folder of the Python side of these tests. */
export const fixtures = inRepository('test', 'fixtures', 'gapModels');

/** Folder of a module that stands in for torchvision, with its names and shapes of weights. */
export const standIn = path.join(fixtures, 'torchvisionStandIn');

/** One file to run; see `runFiles.py`. */
export interface PythonRequest {
  script: string;
  arguments: string[];
  hidden?: string[];
  folders?: string[];
  output?: string;
  picture?: string;
  photo?: string;
  exports?: boolean;
}

/** The output of a module, in a few numbers. */
export interface OutputSummary {
  shape: number[];
  mean: number;
  max: number;
  channels: number[];
}

export interface PythonAnswer {
  printed: string;
  error?: string;
  parameters: number;
  output: OutputSummary;
  logits: number[];
  photoLogits: number[];
}

/** A Python with PyTorch, and which modules of interest it has. */
interface Python {
  command: string;
  modules: string[];
}

let found: Python | undefined | 'unknown' = 'unknown';

/** The Python to run generated files with: CAM_LENS_PYTHON, else `python3`; undefined if it has no PyTorch. */
function findPython(): Python | undefined {
  if (found !== 'unknown') return found;
  const command = process.env.CAM_LENS_PYTHON ?? 'python3';
  const wanted = ['torch', 'onnxscript', 'PIL'];
  const code = `import importlib.util as u; print(*[n for n in ${JSON.stringify(wanted)} if u.find_spec(n)])`;
  const { stdout } = spawnSync(command, ['-c', code], { encoding: 'utf8' });
  const modules = (stdout ?? '').trim().split(' ');
  found = modules.includes('torch') ? { command, modules } : undefined;
  return found;
}

/** Skips a suite or a test, with a message, if Python or one of its modules is missing. */
export function requirePython(context: Mocha.Context, ...modules: string[]): string {
  const python = findPython();
  const missing = modules.filter((name) => !python?.modules.includes(name));
  if (python && missing.length === 0) return python.command;
  const what = python ? missing.join(', ') : 'Python with PyTorch';
  console.log(`      skipped: no ${what} (CAM_LENS_PYTHON names a Python that has it)`);
  return context.skip();
}

/** A Python process that runs generated files, one after the other. */
export class PythonRunner {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;
  #complaints = '';

  constructor(command: string) {
    this.#process = spawn(command, ['runFiles.py'], { cwd: fixtures });
    this.#answers = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
    this.#process.stderr.on('data', (text) => {
      this.#complaints = (this.#complaints + text).slice(-2000);
    });
  }

  /** Runs a file to its end, even if it fails. */
  async run(request: PythonRequest): Promise<PythonAnswer> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#answers.next();
    assert.ok(!done, `Python ended: ${this.#complaints}`);
    return JSON.parse(value);
  }

  end(): void {
    this.#process.kill();
  }
}
