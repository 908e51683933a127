import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import sharp from 'sharp';
import { problemsOfReadme, readmeForPage } from '../../../scripts/packaging/readme.ts';
import { inRepository } from '../../../scripts/repository.ts';

const readme = readFileSync(inRepository('README.md'), 'utf8');
const imagesOf = (text: string) => [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)];

describe('README.md', () => {
  it('has pictures and links that lead to files, and a text for each picture', () => {
    for (const [link, text, target = ''] of readme.matchAll(/\[([^\]]*)\]\(([^)]+)\)/g)) {
      assert.ok(text, link);
      if (!/^(https:|#)/.test(target)) assert.ok(existsSync(inRepository(target)), target);
    }
  });

  it('begins with an animated picture of at most 1.5 MB', async () => {
    const [, file = ''] = imagesOf(readme)[0] ?? [];
    const { pages = 1 } = await sharp(inRepository(file)).metadata();
    assert.ok(pages > 4, `${pages} frames`);
    assert.ok(statSync(inRepository(file)).size <= 1.5e6);
  });

  it('leads to the tour in the page of the packaged extension, which shows no picture', () => {
    const page = readmeForPage(readme);
    assert.deepEqual(imagesOf(page), []);
    assert.match(page, /^# CAM Lens\n\n.+\n\n\*See it in pictures: .+\*\n\n## Start\n/);
  });

  it('keeps the text of a link to a file in that page, and links elsewhere', () => {
    const text =
      'See [the guide](docs/guide.md), [here](#start), [VS Code](https://code.visualstudio.com).';
    assert.equal(
      readmeForPage(text),
      'See the guide, [here](#start), [VS Code](https://code.visualstudio.com).',
    );
  });
});

describe('The check of a packaged README', () => {
  it('names pictures that do not come from the web', () => {
    const text = '![a](docs/a.png) ![b](https://example.org/b.png) ![c](data:image/webp;base64,AA)';
    assert.deepEqual(problemsOfReadme(text), [
      "README.md: the extension's page cannot show docs/a.png",
      "README.md: the extension's page cannot show data:image/webp;base64,AA",
    ]);
  });
});
