import assert from 'node:assert/strict';
import { ClassUnitsPage } from '../support/classUnits.ts';
import type { SampleUnits } from '../support/sampleUnits.ts';
import { sampleUnits } from '../support/sampleUnits.ts';
import { usePage } from '../support/usePage.ts';

const WIDTHS = [470, 560, 640, 720, 900, 1400];
const HEIGHTS = [700, 900];

/** As in ImageNet: longer than any column. */
const LONG_LABEL =
  'n01491361 tiger shark, Galeocerdo cuvieri, a very large fish of warm seas all over the world';
const LONG_NAME = 'the corner of a window frame with the sky behind it';
const NO_IMAGE = 7;

describe('the layout of class units', () => {
  const tab = usePage(new ClassUnitsPage());
  let sample: SampleUnits;

  before(async () => {
    const plain = await sampleUnits();
    const labels = plain.model.labels.map((label, i) => (i === 3 ? LONG_LABEL : label));
    sample = {
      ...plain,
      model: { ...plain.model, labels },
      classUnits: async (query) => {
        const units = await plain.classUnits(query);
        return query.classIndex === NO_IMAGE ? withoutImages(units) : units;
      },
    };
  });

  for (const width of WIDTHS) {
    it(`has the answer and the first patches in the top third, ${width} px wide`, async () => {
      await tab.page.setViewportSize({ width, height: 900 });
      await tab.showSample(sample);
      for (const height of HEIGHTS) {
        await tab.page.setViewportSize({ width, height });
        const title = await tab.byTestId('class-title').boundingBox();
        const count = await tab.byTestId('class-count').boundingBox();
        const unit = await tab.byTestId('unit-title').first().boundingBox();
        const patch = await tab.byTestId('patch').first().boundingBox();
        assert.ok(title && count && unit && patch);
        assert.ok(title.y < unit.y && unit.y < patch.y && count.width > 0);
        assert.ok(patch.y <= height / 3, `the first patch begins at ${patch.y} of ${height}`);
        for (const selector of ['.header', '.units-bar']) {
          const line = await tab.page.locator(selector).boundingBox();
          assert.ok(line && line.height <= 40, `${selector} is ${line?.height} px high`);
        }
      }
      assert.deepEqual(await cutOff(tab), []);
      await tab.chooseClass(LONG_LABEL);
      await tab.answer(sample);
      const channel = await tab.byTestId('unit-row').first().getAttribute('data-pooled-channel');
      await tab.send({ type: 'names', names: { [Number(channel)]: LONG_NAME }, canName: true });
      await tab.byTestId('unit-title').first().getByText(LONG_NAME).waitFor();
      assert.deepEqual(await cutOff(tab), [], 'with long names');
    });

    it(`has the strongest images of a unit in the top third, ${width} px wide`, async () => {
      await tab.page.setViewportSize({ width, height: 700 });
      await tab.showSample(sample);
      await tab.byTestId('unit-title').first().press('Enter');
      await tab.byTestId('unit-view').waitFor();
      await tab.answer(sample);
      const patch = await tab.byTestId('unit-view').getByTestId('patch').first().boundingBox();
      assert.ok(patch && patch.y <= 700 / 3, `the first patch begins at ${patch?.y}`);
      assert.deepEqual(await cutOff(tab), []);
    });
  }

  it('does not grow while a scan goes on, and keeps the buttons in view', async () => {
    await tab.showSample(sample);
    for (const width of WIDTHS) {
      await tab.page.setViewportSize({ width, height: 700 });
      const before = await places(tab);
      const counts = { found: 123_456, walking: false, indexed: 98_765, scanned: 1, unreadable: 2 };
      const progress = { ...counts, perSecond: 31.4, secondsLeft: 790 };
      await tab.send({ type: 'progress', progress });
      await tab.byTestId('cancel-scan').waitFor();
      assert.deepEqual(await places(tab), before, `${width} px`);
      assert.deepEqual(await cutOff(tab), [], `${width} px`);
      await tab.send({ type: 'progress', progress: undefined });
      await tab.byTestId('cancel-scan').waitFor({ state: 'hidden' });
    }
  });

  it('has as many patches in a row as fit, and fills the width with them', async () => {
    await tab.showSample(sample);
    for (const size of ['Small', 'Medium', 'Large']) {
      await tab.choose('patch-size', size);
      let before = 0;
      for (const width of [470, 640, 1000]) {
        await tab.page.setViewportSize({ width, height: 700 });
        await places(tab);
        const row = tab.byTestId('unit-row').first();
        const boxes = await row
          .getByTestId('patch')
          .evaluateAll((patches) => patches.map((patch) => patch.getBoundingClientRect().toJSON()));
        const right = boxes.at(-1)?.right ?? 0;
        const end = await row.evaluate((element) => element.getBoundingClientRect().right);
        assert.equal(new Set(boxes.map(({ top }) => top)).size, 1, 'one line');
        assert.ok(
          boxes.length >= before,
          `${boxes.length} patches at ${width} px, ${before} before`,
        );
        const isFull = right <= end && end - right < boxes.length + 1;
        assert.ok(isFull || boxes.length === 16, `${size} at ${width} px: ${right} of ${end}`);
        before = boxes.length;
      }
    }
  });

  for (const size of [
    { width: 470, height: 700 },
    { width: 1400, height: 900 },
  ]) {
    it(`does not move when a class, an order or a unit is chosen, or while patches arrive, ${size.width} px wide`, async () => {
      await tab.page.setViewportSize(size);
      await tab.start();
      await tab.send({ type: 'model', model: sample.model });
      await tab.send({ type: 'index', summary: sample.summary });
      await tab.hasSent('request');
      const { id, request } = await tab.newest('classUnits');
      const result = await sample.classUnits(request.query);
      await tab.send({ type: 'result', id, kind: 'classUnits', result });
      await tab.page.locator('.patch.waiting').first().waitFor();
      const before = await places(tab);
      const same = async (what: string) =>
        assert.deepEqual(await places(tab), before, `${what} at ${size.width} px`);
      await tab.answer(sample);
      await same('patches');
      for (const label of ['bedroom', LONG_LABEL, 'beach']) {
        await tab.chooseClass(label);
        await same(`a click on ${label}`);
        await tab.answer(sample);
        await same(label);
      }
      await tab.chooseClass('kitchen');
      await tab.answer(sample);
      await tab.choose('ranking', 'Contribution');
      await tab.answer(sample);
      await same('another order');
      await tab.byTestId('ablate-unit').first().click();
      await tab.answer(sample);
      await same('a unit that is switched off');
      await tab.byTestId('unit-title').first().press('Enter');
      await tab.byTestId('unit-view').waitFor();
      await tab.answer(sample);
      await tab.byTestId('back-to-class').click();
      await tab.answer(sample);
      await same('a unit and back');
    });
  }
});

function withoutImages(units: Awaited<ReturnType<SampleUnits['classUnits']>>): typeof units {
  const row = (one: (typeof units)['speaksFor'][number]) => ({
    ...one,
    contribution: undefined,
    separation: undefined,
  });
  return {
    ...units,
    classImages: { used: 0, all: 0, by: 'prediction' },
    rankings: ['weight'],
    notices: ['No image here is labelled or predicted as this class.'],
    speaksFor: units.speaksFor.map(row),
    speaksAgainst: units.speaksAgainst.map(row),
  };
}

/** Where the parts of the first screen begin, and how high they are. */
function places(tab: ClassUnitsPage): Promise<Record<string, unknown>> {
  return tab.page.evaluate(async () => {
    // A new size of the window is measured in the next frame, and drawn in the frame after that.
    for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
    const ids = ['class-title', 'speaks-for', 'unit-row', 'patch', 'speaks-against', 'subject'];
    return Object.fromEntries(
      ids.map((id) => {
        const box = document.querySelector(`[data-testid=${id}]`)?.getBoundingClientRect();
        return [id, box && [box.left, box.top, box.height]];
      }),
    );
  });
}

/** What is cut off or reaches beyond the page; names may be shortened if a tooltip has them. */
function cutOff(tab: ClassUnitsPage): Promise<string[]> {
  return tab.page.evaluate(() => {
    const found: string[] = [];
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} px wide`);
    for (const part of document.querySelectorAll<HTMLElement>('#app *')) {
      if (!part.checkVisibility({ visibilityProperty: true })) continue;
      if (part.closest('.visually-hidden, canvas, svg')) continue;
      const { left, right, width } = part.getBoundingClientRect();
      const { overflowX, textOverflow } = getComputedStyle(part);
      const what = `${part.tagName}.${part.className} “${part.textContent}”`;
      // A name may reach beyond the element that shortens it.
      const isOut = width > 0 && (left < -0.5 || right > clientWidth + 0.5);
      if (isOut && part.tagName !== 'BDI') found.push(`${what}: ${left} to ${right}`);
      const isShortened = textOverflow === 'ellipsis' && part.closest('[title]') !== null;
      const isCut =
        part.scrollWidth > part.clientWidth + 1 ||
        (part.matches('.unit-row') && part.scrollHeight > part.clientHeight + 1);
      if (overflowX !== 'visible' && isCut && !isShortened) found.push(`${what} is cut off`);
    }
    return found;
  });
}
