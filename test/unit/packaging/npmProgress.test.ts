import assert from 'node:assert/strict';
import { packageIn, progressText } from '../../../scripts/npmProgress.mjs';

describe('The progress of npm', () => {
  it('counts the packages that npm names', () => {
    for (const [line, name] of [
      [
        'npm http fetch GET 200 https://registry.npmjs.org/semver/-/semver-7.7.2.tgz 588ms (cache miss)',
        'semver',
      ],
      [
        'npm http fetch GET 200 https://r.example:8080/npm/@img/colour/-/colour-1.0.0.tgz 5ms',
        'npm/@img/colour',
      ],
      [
        'npm http cache yaml@https://registry.npmjs.org/yaml/-/yaml-2.8.1.tgz 14ms (cache hit)',
        'yaml',
      ],
      [
        'npm http cache @vscode/l10n@https://registry.npmjs.org/@vscode/l10n/-/l10n-0.0.18.tgz 1ms',
        '@vscode/l10n',
      ],
      ['npm http fetch GET 200 https://registry.npmjs.org/semver 674ms (cache updated)', undefined],
      ['npm http fetch GET 404 https://registry.npmjs.org/x/-/x-1.0.0.tgz 60ms', undefined],
      ['npm warn deprecated glob@8.1.0: old', undefined],
    ] as const) {
      assert.equal(packageIn(line), name);
    }
  });

  it('says what is installed, how far, and for how long', () => {
    const state = { packages: 0, of: 413, newest: undefined, seconds: 1 };
    assert.equal(progressText('Installing', state), 'Installing · 1 s');
    assert.equal(
      progressText('Installing', { ...state, packages: 214, newest: 'yaml', seconds: 34 }),
      'Installing · 214 of 413 packages, yaml · 34 s',
    );
    assert.equal(
      progressText('Installing', { ...state, packages: 7, of: undefined }),
      'Installing · 7 packages · 1 s',
    );
  });
});
