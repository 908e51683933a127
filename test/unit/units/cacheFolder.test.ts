import assert from 'node:assert/strict';
import path from 'node:path';
import { defaultCacheFolder } from '../../../src/cam/units/cacheFolder.ts';

describe('the cache folder', () => {
  it('is that of the operating system', () => {
    const home = path.join(path.sep, 'home', 'ada');
    const at = (...parts: string[]) => path.join(home, ...parts, 'cam-lens', 'units');
    assert.equal(defaultCacheFolder('linux', {}, home), at('.cache'));
    const cache = path.join(path.sep, 'fast', 'cache');
    assert.equal(
      defaultCacheFolder('linux', { XDG_CACHE_HOME: cache }, home),
      path.join(cache, 'cam-lens', 'units'),
    );
    assert.equal(defaultCacheFolder('linux', { XDG_CACHE_HOME: 'relative' }, home), at('.cache'));
    assert.equal(defaultCacheFolder('darwin', {}, home), at('Library', 'Caches'));
    assert.equal(defaultCacheFolder('win32', {}, home), at('AppData', 'Local'));
    const local = path.join(path.sep, 'local');
    assert.equal(
      defaultCacheFolder('win32', { LOCALAPPDATA: local }, home),
      path.join(local, 'cam-lens', 'units'),
    );
  });
});
