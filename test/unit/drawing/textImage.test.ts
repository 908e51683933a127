import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { oneLine, textImage } from '../../../src/cam/drawing/textImage.ts';

/** [text, size, width, height] of its ink, as PIL (ImageFont.truetype, getbbox) draws it with the same font file. */
const DRAWN_BY_PIL: [text: string, size: number, width: number, height: number][] = [
  ['channel 17', 24, 133, 19],
  ['Größe Привет', 24, 172, 24],
  ['WWW', 40, 119, 30],
];

const run = (text: string, size = 24, colour = '#000000') => ({ text, size, colour });

describe('Text in pictures', function () {
  this.timeout(60_000);

  it('is as large as PIL draws it with the font that ships', async () => {
    for (const [text, size, width, height] of DRAWN_BY_PIL) {
      const drawn = await textImage([[run(text, size)]], 600);
      assert.ok(Math.abs(drawn.width - width) <= 3, `${text}: ${drawn.width} wide`);
      assert.ok(Math.abs(drawn.height - height) <= 1, `${text}: ${drawn.height} high`);
    }
  });

  it('is the same on a machine without fonts', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'cam-lens-fonts-'));
    try {
      const config = path.join(folder, 'fonts.conf');
      await writeFile(config, '<?xml version="1.0"?><fontconfig></fontconfig>');
      const program = path.join(folder, 'draw.mts');
      const source = new URL('../../../src/cam/drawing/textImage.ts', import.meta.url);
      await writeFile(
        program,
        `import { textImage } from ${JSON.stringify(source.href)};
         const sizes = [];
         for (const [text, size] of ${JSON.stringify(DRAWN_BY_PIL)}) {
           const { width, height } = await textImage([[{ text, size, colour: '#000000' }]], 600);
           sizes.push([width, height]);
         }
         console.log(JSON.stringify(sizes));`,
      );
      const { stdout, stderr } = spawnSync(process.execPath, ['--import=tsx', program], {
        encoding: 'utf8',
        env: { ...process.env, FONTCONFIG_FILE: config, NODE_NO_WARNINGS: '1' },
      });
      assert.equal(stderr, '');
      const sizes = JSON.parse(stdout) as [number, number][];
      for (const [i, [text, , width, height]] of DRAWN_BY_PIL.entries()) {
        const [foundWidth = 0, foundHeight = 0] = sizes[i] ?? [];
        assert.ok(Math.abs(foundWidth - width) <= 3, `${text}: ${foundWidth} wide`);
        assert.ok(Math.abs(foundHeight - height) <= 1, `${text}: ${foundHeight} high`);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is never read as markup', async () => {
    const drawn = await textImage([[run('<b>&lt;</b>')]], 600);
    const plain = await textImage([[run('b')]], 600);
    assert.ok(drawn.width > 5 * plain.width);
  });

  it('has the requested colour, and is transparent beside the letters', async () => {
    const { pixels } = await textImage([[run('M', 80, '#c02010')]], 600);
    const opaque = new Set<string>();
    let least = 255;
    for (let i = 0; i < pixels.length; i += 4) {
      const alpha = pixels[i + 3] ?? 0;
      if (alpha === 255) opaque.add([...pixels.subarray(i, i + 3)].join());
      least = Math.min(least, alpha);
    }
    assert.deepEqual([...opaque], ['192,32,16']);
    assert.equal(least, 0);
  });

  it('stays within its width, even if a word is longer', async () => {
    const { width } = await textImage([[run('w'.repeat(100))]], 200);
    assert.ok(width <= 200);
  });
});

describe('Text of unknown origin on one line', () => {
  it('loses characters that would break the line or change its direction', () => {
    assert.equal(oneLine(' so\nfa\u0000 \u202etable\ud800 ', 80), 'so fa table');
  });

  it('is cut between characters if it is too long', () => {
    assert.equal(oneLine('👍👍👍👍', 3), '👍👍…');
    assert.equal(oneLine('👍👍👍', 3), '👍👍👍');
  });
});
