import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { findBrowser } from '../../scripts/browser/findBrowser.ts';
import { buildAll } from '../../scripts/bundles.ts';
import { withCleanup } from '../../scripts/cleanup.ts';
import { runInExtensionHost } from '../../scripts/codeServer/extensionHost.ts';
import { emptyExtensionsFolder } from '../../scripts/codeServer/extensions.ts';
import { installCodeServer } from '../../scripts/codeServer/install.ts';
import { inRepository } from '../../scripts/repository.ts';
import type { PythonTimes } from '../host/python.ts';
import type { Row } from '../measure.ts';
import { spreadOf } from '../measure.ts';

const FILES = 10_000;
const LINES = 5000;

/** Number of windows; each opens these files for the first time. */
const WINDOWS = 3;

/**
 * The cost of a Python file of 5,000 lines, the source of a model, for the extension host of a real VS Code window in a
 * workspace of 10,000 Python files: how long the host does not answer while the file opens and after an edit, compared
 * with a text file of the same length.
 */
export async function measurePython(): Promise<Row[]> {
  const name = '5,000 lines of Python';
  try {
    const windows = await measureInWindows();
    const typed = windows.flatMap(({ textTypingMs, pythonTypingMs }) =>
      pythonTypingMs.map((pythonMs, i) => ({ pythonMs, textMs: textTypingMs[i] ?? Number.NaN })),
    );
    const ms = (row: string, values: number[]): Row => ({
      name: `${name}, ${row}`,
      values: spreadOf(values),
      unit: 'ms',
    });
    const silence = 'longest time without an answer of the extension host';
    return [
      ms(
        `opened first in a window, which starts the extension: ${silence}`,
        windows.map(({ pythonGapMs }) => pythonGapMs),
      ),
      ms(
        'the same for a text file as long, without the extension',
        windows.map(({ textGapMs }) => textGapMs),
      ),
      ms(
        'from opening it until its lenses are known, beside 10,000 Python files',
        windows.map(({ lensesMs }) => lensesMs),
      ),
      ms(
        `edited: ${silence}`,
        typed.map(({ pythonMs }) => pythonMs),
      ),
      ms(
        'the same for the text file',
        typed.map(({ textMs }) => textMs),
      ),
    ];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ name, values: reason, unit: 'ms' }];
  }
}

async function measureInWindows(): Promise<PythonTimes[]> {
  await buildAll({ production: true });
  await installCodeServer();
  const browser = await findBrowser();
  return withCleanup(async (onEnd) => {
    const scratch = mkdtempSync(path.join(tmpdir(), 'cam-lens-bench-python-'));
    onEnd(() => rmSync(scratch, { recursive: true, force: true }));
    const workspace = path.join(scratch, 'workspace');
    makeWorkspace(workspace);
    const tests = inRepository('node_modules', '.cache', 'cam-lens-bench', 'hostPython.cjs');
    await build({
      entryPoints: [inRepository('bench', 'host', 'python.ts')],
      outfile: tests,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
    });
    const extensions = emptyExtensionsFolder();
    onEnd(extensions.remove);
    const result = path.join(scratch, 'result.json');
    const windows: PythonTimes[] = [];
    for (let window = 0; window < WINDOWS; window++) {
      const exitCode = await runInExtensionHost({
        browser,
        extensionsFolder: extensions.path,
        workspace,
        tests,
        environment: { CAM_LENS_BENCH_RESULT: result },
      });
      if (exitCode !== 0) throw new Error('the measurement in the extension host failed');
      windows.push(JSON.parse(readFileSync(result, 'utf8')));
    }
    return windows;
  });
}

/**
 * Small Python files in folders, and the text of a large one with many classes; a model was exported from one of them.
 */
function makeWorkspace(workspace: string): void {
  const project = inRepository('test', 'fixtures', 'code', 'workspace');
  mkdirSync(workspace, { recursive: true });
  cpSync(
    path.join(project, 'exports', 'helper.dynamo.onnx'),
    path.join(workspace, 'helper.dynamo.onnx'),
  );
  const network = readFileSync(path.join(project, 'vision', 'models', 'helper.py'), 'utf8');
  for (let file = 0; file < FILES; file++) {
    const folder = path.join(workspace, 'package', `part${file % 100}`);
    if (file < 100) mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `module${file}.py`), moduleText(file));
  }
  let text = network;
  for (let at = 0; text.split('\n').length < LINES; at++) text += moduleText(at).repeat(20);
  for (const name of ['first.txt', 'helper.txt', 'helper.py'])
    writeFileSync(path.join(workspace, name), text);
}

function moduleText(index: number): string {
  return `

class Block${index}(nn.Module):
    """A block, one of many."""

    def __init__(self, channels=${index}):
        super().__init__()
        self.conv${index} = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        return torch.relu(self.conv${index}(x))
`;
}
