import type { ShowCamState, ViewState } from '../../protocol/showCam.ts';

/** How maps are drawn, as far as settings choose it. The page replaces values that it does not know. */
export type Look = Pick<ViewState, 'colormap' | 'opacityBy' | 'boxThreshold' | 'interpolation'>;

/** The view of the last panel, and the settings when it was kept. */
export interface KeptView {
  view: ShowCamState['view'];
  settings: Partial<Look>;
}

/** Reads the settings `camLens.showCam.…`. @param setting the value of one of them, with its default */
export function lookInSettings(setting: <T>(name: string) => T | undefined): Partial<Look> {
  const look = {
    colormap: setting<Look['colormap']>('colormap'),
    opacityBy: setting<Look['opacityBy']>('opacityBy'),
    boxThreshold: setting<number>('boxThreshold'),
    interpolation: setting<string>('interpolation') === 'cells' ? 'cells' : 'bilinear',
  } as const;
  return Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined));
}

/** The view that a new panel begins with: of each setting and what was chosen in a panel, the later one. */
export function beginningView(
  settings: Partial<Look>,
  kept: KeptView | undefined,
): ShowCamState['view'] {
  if (!kept) return settings;
  const changed = Object.entries(settings).filter(
    ([name, value]) => kept.settings[name as keyof Look] !== value,
  );
  return { ...settings, ...kept.view, ...Object.fromEntries(changed) };
}

const FIELDS = ['colormap', 'opacityBy', 'boxThreshold', 'interpolation'] as const;

/**
 * What is kept of a panel's view. A panel that began before a setting was changed still has the old value; only what
 * was changed in the panel itself counts.
 * @param before the view of this panel before the change
 */
export function keptAfter(
  view: ViewState,
  before: ShowCamState['view'],
  settings: Partial<Look>,
  kept: KeptView | undefined,
): KeptView {
  const beginning = beginningView(settings, kept);
  const unchanged = FIELDS.filter((name) => view[name] === before[name] && name in beginning);
  const others = Object.fromEntries(unchanged.map((name) => [name, beginning[name]]));
  return { view: { ...view, ...others }, settings };
}
