import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { findBrowser } from '../../scripts/browser/findBrowser.ts';
import { launchBrowser } from '../../scripts/browser/launchBrowser.ts';
import type { Explanation, ModelDescription } from '../../src/cam/results/explanation.ts';
import { EngineClient } from '../../src/engine/client.ts';
import type { BuiltBundles } from '../builtBundles.ts';
import type { Row } from '../measure.ts';
import { perRound, spreadOf, timeMs } from '../measure.ts';
import type { Workload } from '../workload.ts';
import { openPanelPage, sendExplanation, sendModel, switchClass } from './panelPage.ts';

const ROUNDS = 20;

/**
 * The user's waiting time in the panel, with the model loaded: from the request in the extension to the drawn picture,
 * through the real engine process and the real page in a headless browser. VS Code's own part, the click and the
 * transfer to the webview, is not included.
 */
export async function measurePanel(bundles: BuiltBundles, workload: Workload): Promise<Row[]> {
  let executable: string;
  try {
    executable = await findBrowser();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ name: 'click to drawn picture, class switch', values: reason, unit: 'ms' }];
  }
  const client = new EngineClient({ processPath: bundles.engine, log: () => undefined });
  const browser = await launchBrowser(executable);
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    await openPanelPage(page, {
      script: readFileSync(bundles.showCamScript, 'utf8'),
      style: readFileSync(bundles.showCamStyle, 'utf8'),
    });
    return await measure(client, page, workload);
  } finally {
    await browser.close();
    client.dispose();
  }
}

async function measure(client: EngineClient, page: Page, { modelPath, imagePath }: Workload) {
  const model: ModelDescription = await client.call('openModel', [modelPath]);
  await sendModel(page, model);
  const engineMs: number[] = [];
  const drawnMs: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    let explanation: Explanation | undefined;
    const replyMs = await timeMs(async () => {
      explanation = await client.call('explain', [modelPath, imagePath]);
    });
    if (explanation === undefined) throw new Error('the engine gave no explanation');
    const pageMs = await sendExplanation(page, explanation);
    if (round === 0) continue;
    engineMs.push(replyMs);
    drawnMs.push(pageMs);
  }
  const switchMs = await switchClass(page, ROUNDS);
  return [
    {
      name: 'click to drawn picture, warm model',
      values: perRound((engine, drawn) => engine + drawn, engineMs, drawnMs),
      unit: 'ms',
      aim: 300,
    },
    { name: '  engine process: request to reply', values: spreadOf(engineMs), unit: 'ms' },
    { name: '  page: message to drawn picture', values: spreadOf(drawnMs), unit: 'ms' },
    {
      name: 'class switch, work from click to end of frame',
      values: spreadOf(switchMs),
      unit: 'ms',
      aim: 1000 / 60,
    },
  ] satisfies Row[];
}
