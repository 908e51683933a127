import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { CamError } from '../../../src/cam/base/errors.ts';
import type { IndexSummary } from '../../../src/cam/results/units.ts';
import { FolderScan } from '../../../src/editor/folder/folderScan.ts';

const subject = { model: '/models/scenes.onnx', folder: '/pictures' };

describe('the scan of a folder for a panel', () => {
  let events: string[];

  beforeEach(() => {
    events = [];
  });

  it('is over only after its end has been read', async () => {
    await scanThat(async () => ({}) as IndexSummary).start(subject);
    assert.deepEqual(events, ['begins', 'looked', 'ends']);
  });

  it('is read also if it was cancelled', async () => {
    const scan = scanThat(async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw new CamError({ code: 'cancelled', message: '', nextAction: '' });
    });
    const running = scan.start(subject);
    scan.cancel();
    await running;
    assert.deepEqual(events, ['begins', 'looked', 'ends']);
  });

  it('reports nothing more once its panel is closed', async () => {
    const scan = scanThat(async () => {
      await delay(5);
      return {} as IndexSummary;
    });
    const running = scan.start(subject);
    scan.dispose();
    await running;
    assert.deepEqual(events, ['begins']);
  });

  function scanThat(run: (signal: AbortSignal) => Promise<IndexSummary>): FolderScan {
    return new FolderScan(
      { scan: (_, signal) => run(signal) },
      {
        onProgress: (progress) => events.push(progress ? 'begins' : 'ends'),
        onGrowth: async () => {
          await delay(5);
          events.push('looked');
        },
        onError: (error) => events.push(String(error)),
      },
    );
  }
});
