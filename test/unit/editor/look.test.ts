import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inRepository } from '../../../scripts/repository.ts';
import { COLORMAP_NAMES } from '../../../src/cam/maps/pixels/colormap.ts';
import type { Look } from '../../../src/editor/showCam/look.ts';
import { beginningView, keptAfter, lookInSettings } from '../../../src/editor/showCam/look.ts';
import { DEFAULT_VIEW } from '../../../webview/showCam/state/viewState.ts';

const { contributes } = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'));
const properties = contributes.configuration.properties;

/** The settings without any choice of the user. */
const unset = (name: string): unknown => properties[`camLens.showCam.${name}`].default;
const defaults = lookInSettings(unset);

describe('The settings of how maps are drawn', () => {
  it('have the defaults and the values of the page', () => {
    const { colormap, opacityBy, boxThreshold, interpolation } = DEFAULT_VIEW;
    assert.deepEqual(defaults, { colormap, opacityBy, boxThreshold, interpolation });
    assert.deepEqual(properties['camLens.showCam.colormap'].enum, COLORMAP_NAMES);
  });

  it('are what the first panel begins with', () => {
    const set: Record<string, unknown> = { colormap: 'viridis', interpolation: 'cells' };
    const settings = lookInSettings((name) => set[name] ?? unset(name));
    assert.deepEqual(beginningView(settings, undefined), {
      ...defaults,
      colormap: 'viridis',
      interpolation: 'cells',
    });
  });

  it('give way to what was chosen in a panel since they were set', () => {
    const settings: Partial<Look> = { ...defaults, colormap: 'viridis' };
    const view = { colormap: 'jet', opacity: 0.3, boxThreshold: 0.5 } as const;
    assert.deepEqual(beginningView(settings, { view, settings }), {
      ...settings,
      ...view,
    });
  });

  it('come first again once they are changed; everything else stays as it was chosen', () => {
    const view = { ...defaults, colormap: 'jet', opacity: 0.3, boxThreshold: 0.5 } as const;
    const kept = { view, settings: defaults };
    const settings: Partial<Look> = { ...defaults, colormap: 'viridis' };
    assert.deepEqual(beginningView(settings, kept), { ...view, colormap: 'viridis' });
  });

  it('do not keep the methods: the exact map of another model would be hidden', () => {
    const chosen = { method: 'occlusion', beside: ['cam', 'saliency'], boxThreshold: 0.5 } as const;
    const view = { ...DEFAULT_VIEW, ...chosen, beside: [...chosen.beside] };
    const next = keptAfter(view, DEFAULT_VIEW, defaults, undefined);
    const { method, beside, boxThreshold } = beginningView(defaults, next);
    assert.deepEqual([method, beside, boxThreshold], [undefined, undefined, 0.5]);
  });

  it('are not undone by a panel that began before they were changed', () => {
    const settings: Partial<Look> = { ...defaults, colormap: 'viridis' };
    const before = { ...DEFAULT_VIEW };
    const kept = { view: before, settings: defaults };
    const next = keptAfter({ ...before, boxThreshold: 0.5 }, before, settings, kept);
    const { colormap, boxThreshold } = beginningView(settings, next);
    assert.deepEqual([colormap, boxThreshold], ['viridis', 0.5]);
    const chosen = keptAfter({ ...before, colormap: 'jet' }, before, settings, next);
    assert.equal(beginningView(settings, chosen).colormap, 'jet');
  });
});
