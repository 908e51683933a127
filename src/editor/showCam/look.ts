import type { ShowCamState, ViewState } from '../../protocol/showCam.ts';

const FIELDS = ['colormap', 'opacityBy', 'boxThreshold', 'interpolation'] as const;

/** How maps are drawn, as far as settings choose it. The page replaces values that it does not know. */
export type Look = Pick<ViewState, (typeof FIELDS)[number]>;

/** The view of the last panel, and the settings when it was kept. */
export interface KeptView {
  view: ShowCamState['view'];
  settings: Partial<Look>;
}

/** Reads the settings `camLens.showCam.…`. @param setting the value of one of them, with its default */
export function lookInSettings(setting: (name: string) => unknown): Partial<Look> {
  const look = FIELDS.map((name) => [name, setting(name)] as const);
  return Object.fromEntries(
    look
      .filter(([, value]) => value !== undefined)
      // The setting has another word for it.
      .map(([name, value]) => [name, value === 'smooth' ? 'bilinear' : value]),
  );
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

/**
 * What is kept of a panel's view. A panel that began before a setting was changed still has the old value; only what
 * was changed in the panel itself counts. The methods are not kept: one that was chosen for a model without a CAM would
 * hide the exact map of another.
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
  const { method: _, beside: __, ...withoutMethods } = view;
  return { view: { ...withoutMethods, ...others }, settings };
}
