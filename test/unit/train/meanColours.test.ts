import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { inRepository } from '../../../scripts/repository.ts';
import type { Preprocessing } from '../../../src/cam/config/preprocessing.ts';
import type { FolderIndex } from '../../../src/cam/folder/folderIndex.ts';
import { colourBaseline } from '../../../src/cam/train/colourBaseline.ts';
import { meanColours } from '../../../src/cam/train/pictures/meanColours.ts';
import { smallPictures } from '../../../src/cam/train/pictures/smallPictures.ts';
import golden from '../../fixtures/train/golden.json' with { type: 'json' };

const PICTURES = inRepository('samples', 'pictures');
const STRETCH = { resize: { mode: 'stretch', size: 224 }, crop: 0, channels: 'RGB' };

/** What is needed of an index of pictures of one size. */
function indexOf(folder: string, names: string[], side: number, settings: object = STRETCH) {
  const preprocessing = { ...settings, scale: 1, mean: [0], std: [1] } as unknown as Preprocessing;
  const photo = { width: side, height: side };
  return {
    folder,
    images: names.map((name) => ({ path: name, photo })),
    model: { preprocessing },
  } as unknown as FolderIndex;
}

/** Of the pictures at 32×32 pixels. */
async function coloursOf(index: FolderIndex) {
  const rows = [...index.images.keys()];
  const isGray = index.model.preprocessing.channels === 'gray';
  return meanColours(await smallPictures(index, rows, 32, {}), isGray);
}

describe('the mean colours of pictures', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-colours-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  async function paint(name: string, [r, g, b]: [number, number, number]): Promise<string> {
    const background = { r, g, b };
    const create = { width: 60, height: 60, channels: 3, background } as const;
    await sharp({ create }).png().toFile(path.join(folder, name));
    return name;
  }

  it('are those that Pillow gives for the pictures at 32×32 pixels', async () => {
    const names = readdirSync(PICTURES, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.png'))
      .sort();
    const { width } = await sharp(path.join(PICTURES, names[0] ?? '')).metadata();
    const index = indexOf(PICTURES, names, width);
    const { values, columns } = await coloursOf(index);
    assert.equal(columns, 6);
    for (const [i, expected] of golden.colours.flat().entries()) {
      assert.ok(Math.abs((values[i] as number) - expected) < 1, `${i}: ${values[i]} ${expected}`);
    }
  });

  it('are of what the model sees: the crop, in grey where it takes grey', async () => {
    const pixels = new Uint8Array(40 * 40 * 3);
    for (let i = 0; i < 1600; i++) {
      const isInside = Math.abs((i % 40) - 19.5) < 10 && Math.abs(Math.floor(i / 40) - 19.5) < 10;
      pixels.set(isInside ? [200, 100, 50] : [0, 0, 255], 3 * i);
    }
    const raw = { width: 40, height: 40, channels: 3 } as const;
    await sharp(pixels, { raw }).png().toFile(path.join(folder, 'framed.png'));
    const crop = { resize: { mode: 'shorter-side', size: 40 }, crop: 18 };
    const ofColour = indexOf(folder, ['framed.png'], 40, { ...crop, channels: 'RGB' });
    const { values } = await coloursOf(ofColour);
    for (const [i, expected] of [200, 0, 100, 0, 50, 0].entries()) {
      assert.ok(Math.abs((values[i] as number) - expected) < 6, `${values}`);
    }
    const ofGrey = indexOf(folder, ['framed.png'], 40, { ...crop, channels: 'gray' });
    const grey = await coloursOf(ofGrey);
    assert.equal(grey.columns, 2);
    assert.ok(Math.abs((grey.values[0] as number) - 124) < 6, `${grey.values}`);
  });

  it('are the mean of the others where a file cannot be read', async () => {
    const names = [
      await paint('a.png', [10, 20, 30]),
      'gone.png',
      await paint('b.png', [30, 40, 50]),
    ];
    writeFileSync(path.join(folder, 'gone.png'), 'no picture');
    const { values } = await coloursOf(indexOf(folder, names, 60));
    assert.deepEqual([...values.slice(6, 12)], [20, 0, 30, 0, 40, 0]);
  });

  it('tell classes apart that have their own, and no others', async () => {
    const names: string[] = [];
    for (let i = 0; i < 24; i++) names.push(await paint(`${i}.png`, [(i % 2) * 90 + i, 80 + i, 7]));
    const index = indexOf(folder, names, 60);
    const folds = Int32Array.from(names, (_, i) => (i >> 1) % 4);
    const rows = Uint32Array.from(names.keys());
    const pictures = await smallPictures(index, [...rows], 32, {});
    const rateOf = (labels: number[]) =>
      colourBaseline(
        {
          features: { rows: 24, columns: 1, values: new Float32Array(24) },
          classes: ['a', 'b'],
          labels,
          images: [...names.keys()],
          groups: undefined,
          unlabelled: 0,
        },
        folds,
        { rows, pictures },
        { isGray: false, seed: 1 },
      );
    assert.equal((await rateOf(names.map((_, i) => i % 2)))?.value, 1);
    const other = await rateOf(names.map((_, i) => ((i * i * 7 + (i >> 2)) % 3) % 2));
    assert.ok(other && other.value < 0.8 && other.of === 24, `${other?.value}`);
  });
});
