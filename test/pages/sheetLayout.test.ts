import assert from 'node:assert/strict';
import type { SheetPicture } from '../../src/protocol/showCam.ts';
import { overflowing } from './support/overflowing.ts';
import { damaged, explained, SheetPanel } from './support/sheetPanel.ts';
import { usePage } from './support/usePage.ts';

const WIDTHS = [470, 560, 640, 720, 900, 1400];
const HEIGHTS = [700, 900];
const sizes = WIDTHS.flatMap((width) => HEIGHTS.map((height) => ({ width, height })));

describe('the layout of the contact sheet', () => {
  const panel = usePage(new SheetPanel());

  for (const size of sizes) {
    it(`has the answer and whole tiles on the first screen, ${size.width}×${size.height}`, async () => {
      await panel.page.setViewportSize(size);
      await panel.showSheet(await manyPictures());
      const answer = await panel.byTestId('sheet-answer').boundingBox();
      const [first, second] = await panel.byTestId('tile').all();
      const [left, right] = [await first?.boundingBox(), await second?.boundingBox()];
      assert.ok(answer && left && right);
      assert.equal(left.y, right.y, 'several tiles are beside each other');
      assert.ok(answer.y + answer.height <= left.y, 'the answer is above the tiles');
      assert.ok(left.y + left.height <= size.height, 'a tile is whole');
      assert.ok(left.width >= 126, `a tile is ${left.width} px wide`);
      assert.deepEqual(await overflowing(panel.page), []);
    });
  }

  it('does not move when images arrive, are sorted, or are old', async () => {
    for (const width of [470, 1400]) {
      await panel.page.setViewportSize({ width, height: 700 });
      const pictures = await manyPictures();
      await panel.startSheet(pictures.map((_, i) => `${i}.png`));
      await panel.nextFrame();
      const before = await places(panel);
      const same = async (what: string) =>
        assert.deepEqual(await places(panel), before, `${what} at ${width} px`);
      await panel.answerSheet((index) => pictures[index] as SheetPicture, { atMost: 5 });
      await same('five are known');
      await panel.answerSheet((index) => pictures[index] as SheetPicture);
      await same('all are known');
      await panel.chooseOrder('mistakes');
      await same('sorted');
      await panel.send({ type: 'sheetOutdated' });
      await panel.nextFrame();
      await same('old');
    }
  });
});

/** Right and wrong ones, with long names, and one that cannot be read. */
async function manyPictures(): Promise<SheetPicture[]> {
  const pictures = await Promise.all(
    Array.from({ length: 38 }, (_, i) =>
      explained(`a picture with a name that is far too long for a tile ${i}.png`, {
        probability: 0.4 + i / 100,
        expected: i % 7 === 0 ? 1 : 0,
      }),
    ),
  );
  return [...pictures, damaged('a damaged picture with a long name.png')];
}

/** Where the parts of the page lie: the head, and the first tiles whatever they show. */
async function places(panel: SheetPanel): Promise<unknown[]> {
  const ids = ['sheet-answer', 'sheet-order', 'view-button', 'tile'];
  const boxes = await Promise.all(ids.map((id) => panel.byTestId(id).first().boundingBox()));
  return boxes.map((box, i) => {
    const { x = 0, y = 0, width = 0, height = 0 } = box ?? {};
    // The third order is offered only where there are mistakes; it is added at the end.
    return i === 1 ? { x, y, height } : { x, y, width: i === 0 ? 0 : width, height };
  });
}
