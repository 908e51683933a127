import assert from 'node:assert/strict';
import path from 'node:path';
import type { FolderIndex } from '../../../../src/cam/folder/folderIndex.ts';
import type { ClassUnits, UnitRanking, UnitRow } from '../../../../src/cam/results/units.ts';
import { classUnits } from '../../../../src/cam/units/views/classUnits.ts';
import { assertClose } from '../../assertClose.ts';
import type { GoldenFolder } from './goldenIndex.ts';
import { goldenFolders, indexOf, labels, meansFolder } from './goldenIndex.ts';

const PATCHES = { count: 20, patches: 0 };

describe('The units view of a class', () => {
  for (const folder of goldenFolders) {
    const head = folder.poolings.join(' and ');

    it(`equals NumPy in every order, for a head that takes ${head}`, async () => {
      const index = indexOf(folder);
      for (const golden of folder.classUnits) {
        const { classIndex } = golden;
        for (const [ranking, order] of [
          ['weight', golden.byWeight],
          ['contribution', golden.byContribution],
          ['separation', golden.bySeparation],
        ] as const) {
          const found = await classUnits(index, { classIndex, ranking, ...PATCHES }, labels);
          const what = `class ${classIndex} by ${ranking}`;
          assert.deepEqual(channelsOf(found.speaksFor), order.for, `${what}: for`);
          assert.deepEqual(channelsOf(found.speaksAgainst), order.against, `${what}: against`);
          assert.deepEqual([found.countFor, found.countAgainst], lengths(order), what);
          assertNumbers(found, golden, folder, what);
          assert.deepEqual(found.rankings, ['weight', 'contribution', 'separation']);
          assert.deepEqual(found.notices, []);
          assert.equal(found.ranking, ranking);
        }
      }
    });
  }

  it('uses the images whose folder names the class, else those predicted as it', async () => {
    for (const { classIndex, images } of meansFolder.classUnits) {
      const found = await ask({ classIndex });
      const by = classIndex < 4 ? 'folder' : 'prediction';
      assert.deepEqual(found.classImages, { used: images, all: images, by });
    }
    const unlabelled = await classUnits(
      indexOf(meansFolder),
      { classIndex: 1, ranking: 'weight', ...PATCHES },
      ['a', 'b', 'c', 'd', 'e'],
    );
    const predicted = meansFolder.predicted.filter((c) => c === 1).length;
    assert.deepEqual(unlabelled.classImages, { used: predicted, all: predicted, by: 'prediction' });
  });

  it('lists as many rows as were asked for and counts all', async () => {
    const all = await ask({});
    const some = await ask({ count: 2 });
    assert.deepEqual(some.speaksFor, all.speaksFor.slice(0, 2));
    assert.deepEqual(some.speaksAgainst, all.speaksAgainst.slice(0, 2));
    assert.deepEqual(
      [some.countFor, some.countAgainst],
      [all.speaksFor.length, all.speaksAgainst.length],
    );
  });

  it('shows the strongest images of each channel and where they are strongest', async () => {
    const { speaksFor } = await ask({ patches: 4 });
    const row = [...speaksFor, ...(await ask({ patches: 4 })).speaksAgainst].find(
      ({ unit }) => unit.pooledChannel === 1,
    );
    const rows = meansFolder.units[1]?.strongest.slice(0, 4) ?? [];
    assert.ok(row);
    assert.deepEqual(
      row.patches.map(({ image }) => image),
      rows,
    );
    for (const patch of row.patches) {
      const position = meansFolder.positions[patch.image]?.[1] ?? -1;
      assert.equal(patch.path, path.join('/pictures', meansFolder.paths[patch.image] ?? ''));
      assert.deepEqual(patch.cell, { x: position % 3, y: Math.floor(position / 3) });
      assert.deepEqual(patch.grid, { width: 3, height: 4 });
      assert.deepEqual(patch.geometry.photo, { width: 400, height: 300 });
      assert.deepEqual(patch.geometry.crop, { x: 0, y: 0, width: 128, height: 96 });
      assert.equal(patch.predicted, meansFolder.predicted[patch.image]);
      assert.equal(patch.label, meansFolder.labels[patch.image] ?? undefined);
      assert.equal(patch.map?.values[position], patch.image % 2 === 0 ? 1 : undefined);
    }
  });

  it("gives channels the user's names", async () => {
    const [, folder] = goldenFolders;
    assert.ok(folder);
    const query = { classIndex: 0, ranking: 'weight', ...PATCHES } as const;
    const found = await classUnits(indexOf(folder), query, labels, { 2: 'sand' });
    const units = [...found.speaksFor, ...found.speaksAgainst].map(({ unit }) => unit);
    const named = units.filter(({ name }) => name !== undefined);
    assert.deepEqual(
      named.sort((a, b) => a.pooledChannel - b.pooledChannel),
      [
        { pooledChannel: 2, channel: 2, pooling: 'mean', name: 'sand' },
        { pooledChannel: 8, channel: 2, pooling: 'max', name: 'sand' },
      ],
    );
  });

  it('knows only separation if the head has no weight for a channel, and says why', async () => {
    const own = indexOf(meansFolder);
    const positions = own.model.classWeights && { ...own.model.classWeights, positions: 2 };
    for (const [classWeights, why] of [
      [undefined, /not linear/],
      [positions, /every position/],
    ] as const) {
      for (const golden of meansFolder.classUnits) {
        const index = indexOf(meansFolder, { classWeights });
        const query = { classIndex: golden.classIndex, ranking: 'weight', ...PATCHES } as const;
        const found = await classUnits(index, query, labels);
        assert.equal(found.ranking, 'separation');
        assert.deepEqual(found.rankings, ['separation']);
        assert.equal(found.notices.length, 1);
        assert.match(found.notices[0] ?? '', why);
        assert.deepEqual(channelsOf(found.speaksFor), golden.bySeparationAlone.for);
        assert.deepEqual(channelsOf(found.speaksAgainst), golden.bySeparationAlone.against);
        for (const row of found.speaksFor) {
          assert.deepEqual([row.weight, row.contribution], [undefined, undefined]);
        }
      }
    }
  });

  it('has only weights if no image, or every image, is of the class', async () => {
    for (const [predicted, rankings, notice] of [
      [0, ['weight'], /No image here/],
      [4, ['weight', 'contribution'], /Every picture/],
    ] as const) {
      const folder = { ...meansFolder, predicted: meansFolder.predicted.map(() => predicted) };
      const query = { classIndex: 4, ranking: 'separation', ...PATCHES } as const;
      const found = await classUnits(indexOf(folder), query, ['', '', '', '', '']);
      assert.deepEqual(found.rankings, rankings);
      assert.equal(found.ranking, 'weight');
      assert.match(found.notices.join(), notice);
      for (const row of found.speaksFor) {
        assert.equal(row.separation, undefined);
        assert.equal(row.contribution === undefined, predicted === 0);
      }
    }
  });

  it('reads the columns of the listed channels and nothing else, by weight', async () => {
    const asked = new Set<string>();
    const index = new Proxy(indexOf(meansFolder), {
      get: (target, name: keyof FolderIndex) => {
        const member = target[name];
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          asked.add(`${name} ${args[0]}`);
          return (member as (...args: unknown[]) => unknown)(...args);
        };
      },
    });
    const query = { classIndex: 0, ranking: 'weight', count: 1, patches: 1 } as const;
    const { speaksFor, speaksAgainst } = await classUnits(index, query, labels);
    const channels = [...speaksFor, ...speaksAgainst];
    const expected = channels.flatMap(({ unit, patches: [patch] }) => [
      `means ${unit.channel}`,
      `maxima ${unit.channel}`,
      `activation ${patch?.image}`,
      ...(patch?.map ? [] : [`positions ${unit.channel}`]),
    ]);
    assert.deepEqual([...asked].sort(), expected.sort());
  });

  it('takes 4,096 evenly spaced images of a class that has more, and as many others', async () => {
    const count = 12_000;
    const of = (row: number) => (row % 4 === 3 ? 0 : 1);
    const value = (row: number) => Math.sin(row) + 3 * of(row);
    const column = Array.from({ length: count }, (_, row) => [value(row)]);
    const folder: GoldenFolder = {
      ...meansFolder,
      channels: 1,
      classes: 2,
      paths: column.map((_, row) => `${of(row)}/${row}.png`),
      predicted: column.map(() => 0),
      means: column,
      maxima: column,
      positions: column.map(() => [0]),
      weights: [-1, 1],
      bias: [0, 0],
    };
    for (const ranking of ['separation', 'weight'] as const) {
      const query = { classIndex: 1, ranking, count: 1, patches: 1 };
      const found = await classUnits(indexOf(folder), query, ['no', 'yes']);
      assert.deepEqual(found.classImages, { used: 4096, all: 9000, by: 'folder' });
      // The exact d is 3 ÷ √½; a sample of four thousand is that close.
      assert.ok(Math.abs((found.speaksFor[0]?.separation ?? 0) - 3 * Math.SQRT2) < 0.1);
      assert.ok(Math.abs((found.speaksFor[0]?.contribution ?? 0) - 3) < 0.05);
    }
  });

  it('does not exist for a class that the model does not have', async () => {
    await assert.rejects(ask({ classIndex: 5 }), RangeError);
    await assert.rejects(ask({ classIndex: -1 }), RangeError);
  });
});

function ask(query: { classIndex?: number; count?: number; patches?: number }) {
  const defaults = { classIndex: 0, ranking: 'weight' as UnitRanking, ...PATCHES };
  return classUnits(indexOf(meansFolder), { ...defaults, ...query }, labels);
}

function channelsOf(rows: UnitRow[]): number[] {
  return rows.map(({ unit }) => unit.pooledChannel);
}

function lengths(order: { for: unknown[]; against: unknown[] }): number[] {
  return [order.for.length, order.against.length];
}

function assertNumbers(
  found: ClassUnits,
  golden: GoldenFolder['classUnits'][number],
  { weights, channels, poolings }: GoldenFolder,
  what: string,
): void {
  const width = channels * poolings.length;
  for (const row of [...found.speaksFor, ...found.speaksAgainst]) {
    const k = row.unit.pooledChannel;
    const weight = Math.fround(weights[golden.classIndex * width + k] ?? Number.NaN);
    assert.equal(row.weight, weight);
    const expected = [golden.contribution[k] ?? Number.NaN];
    assertClose([row.contribution ?? Number.NaN], expected, 1e-6, `${what}: contribution ${k}`);
    const d = golden.separation[k] ?? undefined;
    if (d === undefined) assert.equal(row.separation, undefined);
    else assertClose([row.separation ?? Number.NaN], [d], 1e-6, `${what}: separation ${k}`);
  }
}
