import assert from 'node:assert/strict';
import type { Patch } from '../../../../src/cam/results/units.ts';
import type { TileOf } from '../../../../src/cam/units/export/sheetHtml.ts';
import { sheetHtml } from '../../../../src/cam/units/export/sheetHtml.ts';
import { sampleSheet } from './sampleSheet.ts';

const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9);
const tileOf: TileOf = ({ path }: Patch) =>
  path.endsWith('gone.png') ? undefined : { jpeg, width: 240, height: 120 };

describe('The units of a class as HTML', () => {
  const html = sheetHtml(sampleSheet(), tileOf);

  it('escapes every label and name', () => {
    // Every tag that is there is one of those that the file is written with.
    const tags = new Set([...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag));
    assert.deepEqual(
      [...tags].sort(),
      'bdi body h1 h2 h3 head html img li meta ol p section small strong style title ul'.split(' '),
    );
    assert.doesNotMatch(html.replaceAll(/"[^"]*"/g, '""'), /<[^>]*\sonerror/);
    assert.ok(html.includes('&quot;&gt;&lt;img src=x onerror=&quot;'));
  });

  it('makes no requests and runs nothing', () => {
    assert.match(html, /content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/);
    const sources = [...html.matchAll(/ (?:src|href)="([^"]*)"/g)].map(
      ([, source]) => source ?? '',
    );
    assert.equal(sources.length, 3);
    assert.ok(sources.every((source) => source === 'data:image/jpeg;base64,/9j/2Q=='));
    assert.doesNotMatch(html, /url\(|@import|https?:/);
  });

  it('says of each patch in words where it is, and which photo cannot be read', () => {
    assert.match(html, /alt="channel 3 in park-02\.png: largest activation 8, predicted beach"/);
    assert.match(html, /<li class="missing"[^>]*><bdi>gone\.png<\/bdi> cannot be read<\/li>/);
    assert.match(html, /width="120" height="60"/);
  });

  it('has each row with its numbers, those that there are', () => {
    assert.match(
      html,
      /<li>weight \+0\.1235<\/li><li>contribution \+1\.5<\/li><li>separation \+2\.25 σ<\/li>/,
    );
    assert.match(html, /<ul class="figures"><li>weight \+0\.0625<\/li><\/ul>/);
    assert.match(html, /<li>weight −0\.5<\/li><li>contribution −0\.25<\/li>/);
    assert.match(html, /<small>2 of 40 channels<\/small>/);
    assert.match(html, /A note &amp; more\./);
  });
});
