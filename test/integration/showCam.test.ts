import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { engineProcessIds, hasEnded } from './engineProcess.ts';
import { eventually } from './eventually.ts';

const picture = 'living-room-01.png';

describe('Show CAM in the extension host', () => {
  // Not after each: the engine of the last test must end with the window, which the runner checks.
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('camLens.restartEngine');
    await configureModel('scenes-gap.onnx');
  });

  for (const setting of ['scenes-gap.onnx', '$' + '{workspaceFolder}/scenes-gap.onnx']) {
    it(`opens a panel with the model of the setting, without a question: ${setting}`, async () => {
      await configureModel(setting);
      // A quick pick would keep the command from ending.
      await vscode.commands.executeCommand('camLens.showCam', pictureUri());
      assert.ok(camTab(), 'the panel is open');
    });
  }

  it('opens another panel only if that is asked for', async () => {
    const panels = () => allTabs().filter(({ label }) => label.startsWith('CAM: ')).length;
    await vscode.commands.executeCommand('camLens.showCam', pictureUri());
    await vscode.commands.executeCommand('camLens.showCam', pictureUri());
    assert.equal(panels(), 1);
    await vscode.commands.executeCommand('camLens.showCamInNewPanel', pictureUri());
    await eventually('there are two panels', () => panels() === 2);
  });

  it('shows several pictures as a contact sheet, also in a panel of their own', async () => {
    const [first, second] = [pictureUri(), pictureUri('living-room-02.png')];
    const labels = () => allTabs().map(({ label }) => label);
    await vscode.commands.executeCommand('camLens.showCam', second, [first, second]);
    assert.ok(labels().includes('CAM: 2 images'), labels().join());
    const own = [second, [first, second, pictureUri('living-room-03.png')]] as const;
    await vscode.commands.executeCommand('camLens.showCamInNewPanel', ...own);
    await eventually('there are two panels', () => labels().includes('CAM: 3 images'));
    assert.ok(labels().includes('CAM: 2 images'), labels().join());
  });

  it('shows one of several pictures where a view of them is clicked', async () => {
    const all = [pictureUri('living-room-02.png'), pictureUri()];
    await vscode.commands.executeCommand('camLens.showCam', pictureUri(), all, 'image');
    assert.ok(camTab(), 'the panel shows the picture');
  });
  for (const [openIn, groups] of [
    ['active', 1],
    ['beside', 2],
  ] as const) {
    it(`opens a new panel where the setting says: ${openIn}`, async () => {
      const setting = vscode.workspace.getConfiguration('camLens.showCam');
      const forWorkspace = vscode.ConfigurationTarget.Workspace;
      await setting.update('openIn', openIn, forWorkspace);
      try {
        await vscode.commands.executeCommand('camLens.editPreprocessing');
        await vscode.commands.executeCommand('camLens.showCam', pictureUri());
        await eventually('the panel is open', () => camTab() !== undefined);
        assert.equal(vscode.window.tabGroups.all.length, groups);
      } finally {
        await setting.update('openIn', undefined, forWorkspace);
      }
    });
  }

  it('takes the picture of the active tab if a title bar passes only its editor group', async () => {
    await vscode.commands.executeCommand('vscode.open', pictureUri());
    await vscode.commands.executeCommand('camLens.showCam', { groupId: 0 });
    assert.ok(camTab(), 'the panel is open');
  });

  it('explains in a separate process; after a crash the next command starts a new one', async function () {
    if (process.platform !== 'linux') {
      console.log('Not tested here: processes are found through /proc.');
      this.skip();
    }
    await vscode.commands.executeCommand('camLens.showCam', pictureUri());
    const [first] = engineProcessIds();
    assert.ok(first, 'an engine process runs');
    process.kill(first, 'SIGKILL');
    await eventually('the engine ends', () => hasEnded(first));
    await vscode.commands.executeCommand('camLens.showCam', pictureUri());
    const [second, ...others] = engineProcessIds();
    assert.ok(second && second !== first, 'another engine process runs');
    assert.deepEqual(others, []);
  });

  it('opens the sidecar of the model for Edit Preprocessing', async () => {
    await vscode.commands.executeCommand('camLens.editPreprocessing');
    const file = vscode.window.activeTextEditor?.document.uri.fsPath ?? '';
    assert.equal(path.basename(file), 'scenes-gap.cam.json');
  });

  it('keeps the extension host free and loads no native module into it', async () => {
    const gaps = measureGaps();
    await vscode.commands.executeCommand('camLens.showCam', pictureUri());
    const { longestGapMs, durationMs } = gaps.stop();
    assert.ok(durationMs > 100, `a cold engine was measured (${durationMs.toFixed(0)} ms)`);
    // Loading or running a model here would block it nearly all the time.
    const text = `no answer for ${longestGapMs.toFixed(0)} of ${durationMs.toFixed(0)} ms`;
    assert.ok(longestGapMs < durationMs / 2, text);
    assert.deepEqual(loadedLibraries(), []);
  });
});

/** Loaded native libraries of the runtime and of sharp, by the process's own report: it names every shared object. */
function loadedLibraries(): string[] {
  const report = process.report.getReport() as unknown as { sharedObjects: string[] };
  assert.ok(report.sharedObjects.length > 0);
  return report.sharedObjects.filter((file) => /onnxruntime|sharp|libvips/.test(file));
}

/** Measures from now on how long the event loop did not answer. */
function measureGaps(): { stop(): { longestGapMs: number; durationMs: number } } {
  const startMs = performance.now();
  let lastMs = startMs;
  let longestGapMs = 0;
  const tick = () => {
    const nowMs = performance.now();
    longestGapMs = Math.max(longestGapMs, nowMs - lastMs);
    lastMs = nowMs;
  };
  const timer = setInterval(tick, 5);
  return {
    stop() {
      clearInterval(timer);
      tick();
      return { longestGapMs, durationMs: lastMs - startMs };
    },
  };
}

function workspaceFolder(): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'a workspace is open');
  return folder.uri;
}

function pictureUri(name = picture): vscode.Uri {
  return vscode.Uri.joinPath(workspaceFolder(), 'pictures', 'living-room', name);
}

function camTab(): vscode.Tab | undefined {
  return allTabs().find(
    ({ label, input }) =>
      label === `CAM: ${picture}` &&
      input instanceof vscode.TabInputWebview &&
      input.viewType.endsWith('camLens.showCam'),
  );
}

function allTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
}

async function configureModel(model: string): Promise<void> {
  await vscode.workspace
    .getConfiguration()
    .update('camLens.model', model, vscode.ConfigurationTarget.Workspace);
}
