import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { inRepository } from '../../../scripts/repository.ts';
import { saveScreenshot } from '../../support/screenshots.ts';
import { engineProcessId } from '../support/engineProcess.ts';
import { revealInExplorer } from '../support/explorer.ts';
import { chooseFromContextMenu } from '../support/menu.ts';
import { chooseFromQuickPick, runCommand } from '../support/quickInput.ts';
import { control, showCam } from '../support/showCamPanel.ts';
import { sharedWindow } from '../support/window.ts';
import { statusBarItem } from '../support/workbench.ts';

const golden: { picture: string; top5: { logit: number }[] } = JSON.parse(
  readFileSync(inRepository('test', 'fixtures', 'samples', 'golden.json'), 'utf8'),
);
const good = 'bad/a-good-picture.png';
const gap = 'scenes-gap.onnx';

const lfsPointer =
  'version https://git-lfs.github.com/spec/v1\noid sha256:0123456789abcdef\nsize 123456\n';

/** The beginning of a PNG of 100000×100000 pixels, 30 GB when decoded. */
const enormousPng = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000186a0000186a0080200000027309c9f000000004944415435af061e',
  'hex',
);

const badModels: [name: string, content: string | Buffer, message: RegExp, next: RegExp][] = [
  ['empty.onnx', '', /is empty \(0 bytes\)/, /export the model again/],
  ['pointer.onnx', lfsPointer, /is a Git LFS pointer/, /git lfs pull/],
  ['random.onnx', randomBytes(50_000), /is not an ONNX model|is incomplete/, /\w+ .*\./],
];

const refusedPictures: [name: string, message: RegExp, next: RegExp][] = [
  ['empty.png', /is empty \(0 bytes\)/, /Copy or download the image again/],
  ['text.jpg', /is not an image in a format CAM Lens knows/, /Convert it to PNG/],
  ['enormous.png', /has 100000×100000 pixels, more than the limit/, /Save a smaller copy/],
];

const oddPictures: [name: string, notice: RegExp | undefined][] = [
  ['one-pixel.png', undefined],
  ['cmyk.jpg', /Converted from CMYK/],
  ['rotated.jpg', /EXIF orientation 6 .* is not applied/],
];

function prepare(workspace: string): void {
  const folder = path.join(workspace, 'bad');
  mkdirSync(folder);
  const images = inRepository('test', 'fixtures', 'images');
  copyFileSync(path.join(workspace, 'pictures', golden.picture), path.join(workspace, good));
  for (const name of ['empty.png', 'one-pixel.png', 'cmyk.jpg', 'rotated.jpg']) {
    cpSync(path.join(images, name), path.join(folder, name));
  }
  cpSync(path.join(images, 'text.png'), path.join(folder, 'text.jpg'));
  writeFileSync(path.join(folder, 'enormous.png'), enormousPng);
  for (const [name, content] of badModels) writeFileSync(path.join(workspace, name), content);
}

describe('Bad input', () => {
  const inWindow = sharedWindow({ prepare });

  it(
    'models: a message names each, and a button leads back to the good one',
    inWindow(async ({ page }) => {
      const panel = await showCam(page, [good], gap);
      for (const [name, , message, next] of badModels) {
        await chooseModel(page, name);
        await assertError(panel, name, message, next);
        await statusBarItem(page, name).waitFor();
        await control(panel, 'action-previousModel').click();
        await assertExplained(panel, good);
        await statusBarItem(page, gap).waitFor();
      }
    }),
  );

  it(
    'pictures: a message names each and the next step, or a notice says what is special; the good one works again',
    inWindow(async ({ page }) => {
      const panel = await showCam(page, [good], gap);
      for (const [name, message, next] of refusedPictures) {
        await showPicture(page, `bad/${name}`);
        await assertError(panel, name, message, next);
        await showPicture(page, good);
        await assertExplained(panel, good);
      }
      for (const [name, notice] of oddPictures) {
        await showPicture(page, `bad/${name}`);
        await assertExplained(panel, name);
        if (notice) await control(panel, 'notices').filter({ hasText: notice }).waitFor();
        await showPicture(page, good);
        await assertExplained(panel, good);
        assert.equal(await control(panel, 'notices').isVisible(), false);
      }
    }),
  );

  it('the engine process killed: idle, and in the middle of a run', async function () {
    if (process.platform !== 'linux') {
      console.log('Not tested here: processes are found through /proc.');
      this.skip();
    }
    await inWindow(async ({ page }) => {
      const panel = await showCam(page, [good], gap);
      process.kill(engineProcessId(), 'SIGKILL');
      await showPicture(page, 'bad/one-pixel.png');
      await assertExplained(panel, 'one-pixel.png');

      const engine = engineProcessId();
      process.kill(engine, 'SIGSTOP'); // It accepts the request and does not answer.
      await showPicture(page, good);
      await control(panel, 'busy').waitFor();
      process.kill(engine, 'SIGKILL');
      await assertError(panel, gap, /The engine process crashed/, /Try again/);
      await saveScreenshot(page, 'engine-crashed');
      await control(panel, 'action-retry').click();
      await assertExplained(panel, good);
      assert.notEqual(engineProcessId(), engine);
    }).call(this);
  });
});

async function chooseModel(page: Page, name: string): Promise<void> {
  await runCommand(page, 'CAM Lens: Choose Model…');
  await chooseFromQuickPick(page, name);
}

async function showPicture(page: Page, picture: string): Promise<void> {
  await chooseFromContextMenu(page, () => revealInExplorer(page, picture), 'Show CAM');
}

async function assertError(
  panel: Frame,
  name: string,
  message: RegExp,
  next: RegExp,
): Promise<void> {
  const error = control(panel, 'error').filter({ hasText: message });
  await error.waitFor();
  assert.ok((await error.locator('.error-message').innerText()).includes(name));
  assert.match(await error.locator('.error-next').innerText(), next);
  assert.equal(await control(panel, 'fidelity').isVisible(), false);
}

/** The numbers belong to this picture, not to the previous one, and no error is shown. */
async function assertExplained(panel: Frame, picture: string): Promise<void> {
  await control(panel, 'image-name')
    .filter({ hasText: path.basename(picture) })
    .waitFor();
  const logit = control(panel, 'class-row').first().locator('[data-testid=logit]');
  const isOfGood = `[data-value^="${String(golden.top5[0]?.logit).slice(0, 4)}"]`;
  const belongs = picture === good ? isOfGood : `:not(${isOfGood})`;
  await logit.and(panel.locator(belongs)).waitFor();
  await control(panel, 'fidelity').filter({ hasText: 'Exact CAM' }).waitFor();
  await control(panel, 'error').waitFor({ state: 'hidden' });
}
