import assert from 'node:assert/strict';
import { packageIn, progressText } from '../../../scripts/npmProgress.mjs';

describe('The progress of npm', () => {
  it('counts the packages that npm names', () => {
    const of = (name: string, isDownloaded = true) => ({ name, isDownloaded });
    for (const [line, expected] of [
      [
        'fetch GET 200 https://registry.npmjs.org/semver/-/semver-7.7.2.tgz 588ms (miss)',
        of('semver'),
      ],
      [
        'fetch GET 200 https://r.example:8080/@img/colour/-/colour-1.0.0.tgz 5ms',
        of('@img/colour'),
      ],
      ['cache yaml@https://registry.npmjs.org/yaml/-/yaml-2.8.1.tgz 14ms (hit)', of('yaml')],
      ['cache @a/b@https://registry.npmjs.org/@a/b/-/b-0.0.18.tgz 1ms', of('@a/b')],
      ['fetch GET 200 https://registry.npmjs.org/semver 674ms (updated)', of('semver', false)],
      ['fetch GET 200 https://registry.npmjs.org/@a%2fb 674ms (updated)', of('@a/b', false)],
      ['fetch GET 404 https://registry.npmjs.org/x/-/x-1.0.0.tgz 60ms', undefined],
    ] as const) {
      assert.deepEqual(packageIn(`npm http ${line}`), expected);
    }
    assert.equal(
      packageIn('npm warn deprecated glob@8.1.0: see https://x.example/glob'),
      undefined,
    );
  });

  it('says what is installed, how far, and for how long', () => {
    const state = { found: 0, downloaded: 0, of: 413, newest: undefined, seconds: 1 };
    assert.equal(progressText('Installing', state), 'Installing · 1 s');
    const found = { ...state, found: 90, newest: 'yaml', seconds: 34 };
    assert.equal(
      progressText('Installing', found),
      'Installing · 90 of 413 packages found · yaml · 34 s',
    );
    assert.equal(
      progressText('Installing', { ...found, downloaded: 7, of: undefined }),
      'Installing · 7 packages downloaded · yaml · 34 s',
    );
  });
});
