import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { hasEnded } from './engineProcess.ts';
import { eventually } from './eventually.ts';

/** Longer than the quiet time after a save and the start of a run. */
const LONG_ENOUGH_MS = 1500;

describe('Export on save', () => {
  let folder: vscode.WorkspaceFolder;
  let source: string;

  before(async () => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first);
    folder = first;
    const fixtures = path.join(extensionPath(), 'test/fixtures/tracebacks');
    for (const name of ['plain.py', 'helper.py']) {
      copyFileSync(path.join(fixtures, 'cases', name), inFolder(name));
    }
    source = inFolder('network.py');
    writeFileSync(source, 'import torch\n\n\nclass Net(torch.nn.Module):\n    pass\n');
    writeFileSync(inFolder('config.yaml'), 'width: 1\n');
    const traceback = readFileSync(path.join(fixtures, 'recorded/plain.txt'), 'utf8');
    writeFileSync(inFolder('traceback.txt'), traceback.replaceAll('/project', folder.uri.fsPath));
    // In a browser, auto save is on by default.
    await setAutoSave('off');
    script('fail', "process.stderr.write(fs.readFileSync('traceback.txt')); process.exitCode = 1;");
    script('log', "log('begin'); log('end');");
    // Runs until the test lets it end.
    script(
      'wait',
      "log('begin'); const look = () => fs.existsSync('go') ? log('end') : setTimeout(look, 50); look();",
    );
    script('endless', "fs.writeFileSync('id', String(process.pid)); setInterval(() => 0, 1000);");
  });

  beforeEach(async () => {
    await vscode.commands.executeCommand('camLens.cancelExport');
    for (const name of ['log.txt', 'id']) writeFileSync(inFolder(name), '');
    rmSync(inFolder('go'), { force: true });
    await configure({ command: nodeCommand('log'), onSave: true });
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  after(async () => {
    await configure({});
    await setAutoSave(undefined);
  });

  it('marks the line of Python that failed until an export succeeds', async () => {
    await configure({ command: nodeCommand('fail'), onSave: true });
    await save(source);
    const uri = vscode.Uri.file(inFolder('helper.py'));
    const diagnostic = await eventually(
      'the problem',
      () => vscode.languages.getDiagnostics(uri)[0],
    );
    assert.equal(diagnostic.message, 'ValueError: 5 is odd');
    assert.equal(diagnostic.source, 'CAM Lens export');
    assert.deepEqual(diagnostic.range, new vscode.Range(5, 8, 5, 43));
    assert.deepEqual(
      diagnostic.relatedInformation?.map(({ location }) => [
        path.basename(location.uri.fsPath),
        location.range.start.line,
      ]),
      [
        ['plain.py', 4],
        ['plain.py', 7],
      ],
    );
    assert.ok(vscode.window.terminals.some(({ name }) => name === 'CAM Lens: Export'));
    await configure({ command: nodeCommand('log'), onSave: true });
    await save(source);
    await eventually('no problem', () => vscode.languages.getDiagnostics(uri).length === 0);
    await eventually('the run', () => logged().includes('end'));
  });

  it('asks once before it runs what came with the settings', async () => {
    const accept = () => vscode.commands.executeCommand('notification.acceptPrimaryAction');
    const dismiss = () => vscode.commands.executeCommand('notifications.clearAll');
    await configure({});
    await dismiss();
    const command = `${nodeCommand('log')} committed`;
    await writeSettings({ command, onSave: true });
    await save(source);
    await delay(LONG_ENOUGH_MS);
    assert.deepEqual(logged(), []);
    await dismiss();
    await save(source);
    await delay(LONG_ENOUGH_MS);
    assert.deepEqual(logged(), []);
    await accept();
    await eventually('the run', () => logged().length === 2);
    await save(source);
    await eventually('the second run', () => logged().length === 4);
    await writeSettings({ command: `${command} otherwise`, onSave: true });
    await save(source);
    await delay(LONG_ENOUGH_MS);
    assert.equal(logged().length, 4);
    await dismiss();
  });

  it('runs do not pile up', async () => {
    await configure({ command: nodeCommand('wait'), onSave: true });
    await assertTwoRuns();
    assert.equal(vscode.window.terminals.filter(({ name }) => /Export/.test(name)).length, 1);
  });

  it('is for one workspace: a value in the user settings does nothing', async () => {
    await configure({ command: nodeCommand('log') });
    const settings = vscode.workspace.getConfiguration('camLens.export');
    await settings.update('onSave', true, vscode.ConfigurationTarget.Global);
    await save(source);
    await delay(LONG_ENOUGH_MS);
    assert.deepEqual(logged(), []);
    await settings.update('onSave', undefined, vscode.ConfigurationTarget.Global);
  });

  it('follows the source of a model, or the files of the settings', async () => {
    await save(inFolder('helper.py'));
    await save(inFolder('config.yaml'));
    await delay(LONG_ENOUGH_MS);
    assert.deepEqual(logged(), []);
    await configure({ command: nodeCommand('log'), onSave: true, sources: ['*.yaml'] });
    await save(source);
    await delay(LONG_ENOUGH_MS);
    assert.deepEqual(logged(), []);
    await save(inFolder('config.yaml'));
    await eventually('the run', () => logged().includes('end'));
  });

  it('does not count auto save after a delay', async () => {
    await setAutoSave('afterDelay');
    const editor = await edit(source);
    await eventually('it is saved', () => !editor.document.isDirty);
    await delay(LONG_ENOUGH_MS);
    assert.deepEqual(logged(), []);
    await setAutoSave('off');
  });

  it('saves edited files before an export by hand, and exports once', async () => {
    const { document } = await edit(source);
    await vscode.commands.executeCommand('camLens.exportModel');
    assert.equal(document.isDirty, false);
    await eventually('the run', () => logged().includes('end'));
    await delay(LONG_ENOUGH_MS);
    assert.deepEqual(logged(), ['begin', 'end']);
  });

  it('cancels an export that never ends, and the one that waits', async () => {
    await configure({ command: nodeCommand('endless'), onSave: true });
    await save(source);
    const id = await idOfEndless();
    await save(source);
    await delay(LONG_ENOUGH_MS);
    writeFileSync(inFolder('id'), '');
    await vscode.commands.executeCommand('camLens.cancelExport');
    await eventually('it ends', () => hasEnded(id));
    await delay(LONG_ENOUGH_MS);
    assert.equal(readFileSync(inFolder('id'), 'utf8'), '');
  });

  it('runs a task of the workspace instead of a command, and does not pile up either', async () => {
    mkdirSync(inFolder('.vscode'), { recursive: true });
    const tasks = [{ label: 'wait', type: 'shell', command: nodeCommand('wait') }];
    writeFileSync(inFolder('.vscode/tasks.json'), JSON.stringify({ version: '2.0.0', tasks }));
    await eventually('the task is known', () => {
      const known = vscode.workspace.getConfiguration('tasks', folder).get<unknown[]>('tasks');
      return known?.length === 1;
    });
    await configure({ task: 'wait', command: nodeCommand('fail'), onSave: true });
    await assertTwoRuns();
  });

  // The runner checks that it ends with the window.
  it('leaves an export running', async () => {
    await configure({ command: nodeCommand('endless'), onSave: true });
    await save(source);
    await idOfEndless();
  });

  function inFolder(name: string): string {
    return path.join(folder.uri.fsPath, name);
  }

  function script(name: string, body: string): void {
    const log = "const log = (what) => fs.appendFileSync('log.txt', what + '\\n');";
    writeFileSync(inFolder(`${name}.cjs`), `const fs = require('node:fs');\n${log}\n${body}\n`);
  }

  function logged(): string[] {
    return readFileSync(inFolder('log.txt'), 'utf8').split('\n').filter(Boolean);
  }

  /** Saves during a run lead to one more, after it. */
  async function assertTwoRuns(): Promise<void> {
    await save(source);
    await eventually('the run', () => logged().length === 1);
    for (let saves = 0; saves < 4; saves++) {
      await save(source);
      await delay(300);
    }
    await delay(LONG_ENOUGH_MS);
    assert.deepEqual(logged(), ['begin']);
    writeFileSync(inFolder('go'), '');
    await eventually('two runs', () => logged().length === 4);
    await delay(LONG_ENOUGH_MS);
    assert.deepEqual(logged(), ['begin', 'end', 'begin', 'end']);
  }

  function idOfEndless(): Promise<number> {
    const look = () => existsSync(inFolder('id')) && Number(readFileSync(inFolder('id'), 'utf8'));
    return eventually('the command runs', () => look() || undefined);
  }

  async function edit(file: string): Promise<vscode.TextEditor> {
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(file));
    await editor.edit((builder) => builder.insert(new vscode.Position(0, 0), '# edited\n'));
    return editor;
  }

  async function save(file: string): Promise<void> {
    const { document } = await edit(file);
    assert.ok(await document.save());
  }

  /** Turns export on save on as the user does, who is then not asked whether it may run. */
  async function configure(settings: Settings): Promise<void> {
    await writeSettings({ ...settings, onSave: undefined });
    if (settings.onSave) await vscode.commands.executeCommand('camLens.toggleExportOnSave');
  }

  /** As settings that come with a repository. */
  async function writeSettings(settings: Settings): Promise<void> {
    const configuration = vscode.workspace.getConfiguration('camLens.export', folder);
    for (const name of ['task', 'command', 'onSave', 'sources'] as const) {
      await configuration.update(name, settings[name], vscode.ConfigurationTarget.Workspace);
    }
  }
});

type Settings = Partial<Record<'task' | 'command' | 'onSave' | 'sources', unknown>>;

async function setAutoSave(value: 'off' | 'afterDelay' | undefined): Promise<void> {
  const files = vscode.workspace.getConfiguration('files');
  await files.update('autoSave', value, vscode.ConfigurationTarget.Workspace);
}

function extensionPath(): string {
  return vscode.extensions.getExtension('cam-lens.cam-lens')?.extensionPath ?? '';
}

/** Runs a script with the Node.js of this extension host; in desktop VS Code that is Electron. */
function nodeCommand(name: string): string {
  const command = `"${process.execPath}" ${name}.cjs`;
  return process.platform === 'win32'
    ? `set ELECTRON_RUN_AS_NODE=1&& ${command}`
    : `ELECTRON_RUN_AS_NODE=1 ${command}`;
}
