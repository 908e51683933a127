import assert from 'node:assert/strict';
import { overflowing } from './support/overflowing.ts';
import { countingDrawing, PinsPage, pinRow, score, someRows } from './support/pins.ts';
import { usePage } from './support/usePage.ts';

const COMPARED = { kind: 'export', writtenMs: 1_790_000_000_000 } as const;

describe('the layout of pinned images', () => {
  const view = usePage(new PinsPage());

  for (const width of [300, 470, 640]) {
    it(`cuts nothing off, ${width} px wide`, async () => {
      await view.page.setViewportSize({ width, height: 760 });
      const rows = [
        ...someRows(),
        pinRow('mantis.png', {
          expected: { label: 'praying mantis', isKnown: true },
          top: { ...score(1, 0.51), label: 'leafhopper, a very long name of a class of insects' },
          topBefore: { ...score(0, 0.99), label: 'walking stick, walkingstick, stick insect' },
          comparison: { change: 'flipped', boxOverlap: 0.05, isRight: false, wasRight: false },
        }),
      ];
      await view.showRows(rows, COMPARED);
      await view.answer(rows);
      await view.send({
        ...{ type: 'drawing', path: rows[5]?.path ?? '', key: 'one' },
        drawing: countingDrawing({
          place: {
            standing: 'moved',
            text: 'the model mirrors the picture; the map is drawn where it looked',
          },
        }),
      });
      await view.send({ type: 'work', work: { kind: 'stopped', done: 4, all: 12 } });
      await view.byTestId('work').waitFor();
      assert.deepEqual(await overflowing(view.page), []);
      await view.screenshot(`pins-${width}`);
      await view.row('beach-02.png').hover();
      assert.deepEqual(await overflowing(view.page), []);
      await view.showRows([]);
      await view.byTestId('empty').waitFor();
      assert.deepEqual(await overflowing(view.page), []);
    });

    it(`moves nothing when maps arrive or a row is pointed at, ${width} px wide`, async () => {
      await view.page.setViewportSize({ width, height: 760 });
      const rows = someRows();
      await view.showRows(rows, COMPARED);
      const places = () =>
        view
          .byTestId('pin')
          .evaluateAll((pins) => pins.map((pin) => JSON.stringify(pin.getBoundingClientRect())));
      const before = await places();
      await view.answer(rows);
      assert.deepEqual(await places(), before, 'with maps');
      await view.row('street-01.png').hover();
      await view.nextFrame();
      assert.deepEqual(await places(), before, 'pointed at');
    });
  }
});
