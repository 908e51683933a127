import { readFileSync } from 'node:fs';
import { readFile, rm, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { findBrowser } from '../../scripts/browser/findBrowser.ts';
import { launchBrowser } from '../../scripts/browser/launchBrowser.ts';
import type { ModelFacts } from '../../src/cam/results/inspection.ts';
import { EngineClient } from '../../src/engine/client.ts';
import type { ToModelTab } from '../../src/protocol/modelTab.ts';
import type { BuiltBundles } from '../builtBundles.ts';
import type { Row } from '../measure.ts';
import { interleaveTimed, perRound, spreadOf, timeMs } from '../measure.ts';
import { writeModel } from '../networks/onnxWriter.ts';
import type { ResNetSize } from '../networks/resNet.ts';
import { makeResNet } from '../networks/resNet.ts';
import type { Workload } from '../workload.ts';
import { measureHostMemory } from './hostMemory.ts';
import { openPage, post, postAndDraw } from './page.ts';

const ROUNDS = 9;

/** Depths of a ResNet-34 and a ResNet-152 in basic blocks, with the width that gives the size. */
const MODELS: [label: string, size: ResNetSize][] = [
  ['100 MB', { blocks: [3, 4, 6, 3], width: 69 }],
  ['500 MB', { blocks: [3, 8, 36, 3], width: 94 }],
];

/**
 * From opening an `.onnx` file to its drawn tab, through the real engine process and the real page in a headless
 * browser, for models that are not known yet. Compared with reading the file once, when the system already has its
 * pages in memory. VS Code's own part, making the tab, is not included.
 */
export async function measureModelTab(bundles: BuiltBundles, workload: Workload): Promise<Row[]> {
  let executable: string;
  try {
    executable = await findBrowser();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ name: 'first content of the model tab', values: reason, unit: 'ms' }];
  }
  const browser = await launchBrowser(executable);
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    await openPage(page, {
      script: readFileSync(bundles.modelTabScript, 'utf8'),
      style: readFileSync(bundles.modelTabStyle, 'utf8'),
    });
    const rows: Row[] = [];
    for (const [label, size] of MODELS) {
      const file = path.join(workload.folder, `${label.replace(' ', '-')}.onnx`);
      await writeModel(file, makeResNet(size));
      rows.push(...(await measureOne(bundles.engine, page, file, label)));
      rows.push(...measureHostMemory(bundles.engine, file, label));
      await rm(file);
    }
    return rows;
  } finally {
    await browser.close();
  }
}

async function measureOne(engine: string, page: Page, file: string, label: string): Promise<Row[]> {
  const start = () => new EngineClient({ processPath: engine, log: () => undefined });
  const warm = start();
  await post(page, {
    type: 'start',
    fileName: path.basename(file),
    path: file,
    isTrusted: true,
  });
  /** The engine's reply, then the page's own time to draw it. */
  const drawn = async <T>(ask: () => Promise<T>, message: (result: T) => ToModelTab) => {
    let result: T | undefined;
    const replyMs = await timeMs(async () => {
      result = await ask();
    });
    return replyMs + (await postAndDraw(page, message(result as T)));
  };
  const factsMessage = (facts: ModelFacts): ToModelTab => ({ type: 'facts', facts });
  try {
    const times = await interleaveTimed(ROUNDS, 1, {
      read: () => timeMs(() => readFile(file)),
      facts: async () => {
        await forget(file);
        return drawn(() => warm.call('readFacts', [file]), factsMessage);
      },
      inspection: async () => {
        await forget(file);
        return drawn(
          () => warm.call('inspectModel', [file]),
          (inspection) => ({ type: 'inspection', inspection, variant: {}, actions: [] }),
        );
      },
      cold: async () => {
        const client = start();
        try {
          return await drawn(() => client.call('readFacts', [file]), factsMessage);
        } finally {
          client.dispose();
        }
      },
    });
    const ratio = (series: number[]) => perRound((a, b) => a / b, series, times.read);
    return [
      {
        name: `model tab, ${label}: first content ÷ reading the file`,
        values: ratio(times.facts),
        unit: 'ratio',
      },
      { name: '  first content', values: spreadOf(times.facts), unit: 'ms' },
      {
        name: '  first content, engine process not yet started',
        values: spreadOf(times.cold),
        unit: 'ms',
      },
      { name: '  … ÷ reading the file', values: ratio(times.cold), unit: 'ratio' },
      {
        name: '  whether it has a map, checked on a probe',
        values: spreadOf(times.inspection),
        unit: 'ms',
      },
      { name: '  reading the file once', values: spreadOf(times.read), unit: 'ms' },
    ];
  } finally {
    warm.dispose();
  }
}

/** With a new modification time, it is a new file for the engine. */
async function forget(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now);
}
