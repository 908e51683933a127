import assert from 'node:assert/strict';
import { allClassesHtml, patchKey } from '../../../../src/cam/units/export/allClassesHtml.ts';
import type { ContactSheet } from '../../../../src/cam/units/export/contactSheet.ts';
import { HOSTILE, sampleSheet } from './sampleSheet.ts';

const tile = { jpeg: Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), width: 192, height: 96 };

/** Two classes whose rows have channel 5 in common, and two channels of the same name. */
function sheets(): ContactSheet[] {
  const first = { ...sampleSheet(), names: { 3: HOSTILE, 5: 'tv', 17: 'tv' } };
  const { units } = first;
  const second = {
    ...first,
    units: { ...units, classIndex: 1, speaksFor: units.speaksAgainst, speaksAgainst: [] },
  };
  return [first, second];
}

function tilesOf(all: ContactSheet[]) {
  const tiles = new Map<string, typeof tile>();
  for (const { units } of all) {
    for (const { unit, patches } of [...units.speaksFor, ...units.speaksAgainst]) {
      for (const patch of patches) {
        if (patch.path.endsWith('gone.png')) continue;
        tiles.set(patchKey(patch, unit.channel), tile);
      }
    }
  }
  return tiles;
}

describe('The units of all classes as HTML', () => {
  const html = allClassesHtml(sheets(), tilesOf(sheets()));

  it('begins with a table of contents that leads to every class', () => {
    const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, target]) => target);
    assert.deepEqual(links, ['#class-0', '#class-1', '#contents', '#contents']);
    for (const target of links) assert.ok(html.includes(`id="${target?.slice(1)}"`), target);
    assert.match(html, /<h2>2 classes /);
    assert.match(html, /<a href="#class-1"><bdi>beach<\/bdi><\/a> <small>7<\/small>/);
  });

  it('has the picture of a patch once, in whatever classes its channel is', () => {
    // Channel 17 and channel 5 in beach-01, channel 3 in park-02.
    assert.equal(html.match(/data:image/g)?.length, 3);
    assert.equal(html.match(/role="img"/g)?.length, 4);
    const [shared] = html.match(/class="tile (t\d+)" aria-label="channel 5/) ?? [];
    assert.ok(shared);
    assert.equal(html.split(shared).length, 3);
  });

  it('escapes every label and name, makes no requests and runs nothing', () => {
    const tags = new Set([...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag));
    assert.deepEqual(
      [...tags].sort(),
      'a article bdi body h1 h2 h3 h4 head html li meta nav ol p section small strong style title ul'.split(
        ' ',
      ),
    );
    assert.doesNotMatch(html.replaceAll(/"[^"]*"/g, '""'), /<[^>]*\sonerror/);
    assert.ok(html.includes('&quot;&gt;&lt;img src=x onerror=&quot;'));
    assert.match(html, /content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/);
    const addresses = [...html.matchAll(/url\(([^)]*)\)/g)].map(([, address]) => address);
    assert.ok(addresses.every((address) => address === 'data:image/jpeg;base64,/9j/2Q=='));
    assert.doesNotMatch(html, /@import|https?:|<img|src=(?!x)/);
  });

  it('numbers names that repeat, and says which photo cannot be read', () => {
    assert.match(html, /<h4><strong><bdi>tv · 17<\/bdi><\/strong> channel 17<\/h4>/);
    assert.match(html, /<h4><strong><bdi>tv · 5<\/bdi><\/strong> channel 5<\/h4>/);
    assert.match(html, /<bdi>gone\.png<\/bdi> cannot be read/);
    assert.match(html, /\.t0\{width:96px;height:48px;/);
  });
});
