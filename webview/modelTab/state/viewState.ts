import type { ColormapName } from '../../../src/cam/maps/pixels/colormap.ts';
import { COLORMAP_NAMES } from '../../../src/cam/maps/pixels/colormap.ts';

/** All settings of the user in the tab; kept over refreshes and reloads. */
export interface ViewState {
  /** Text in the filter of the layers. */
  filter: string;
  /** Tensor of the chosen layer. */
  tensor: string | undefined;
  /** Tensor whose channels are shown. */
  channelsOf: string | undefined;
  /** The enlarged channel. */
  channel: number | undefined;
  scale: 'shared' | 'own';
  colormap: ColormapName;
  /** 0…1, of the enlarged map over the photo. */
  opacity: number;
  /** Class whose weights are shown. */
  classIndex: number;
  /** Scroll positions in CSS pixels. */
  layersTop: number;
  channelsTop: number;
  /** What is shown of the layers where there is no room for both. */
  layersAs: 'table' | 'graph';
  /** Open groups of the graph; undefined until the user folds or unfolds one. */
  openGroups: string[] | undefined;
  /** Screen pixels for one of the drawn graph. */
  graphZoom: number;
}

export const DEFAULT_VIEW: ViewState = {
  filter: '',
  tensor: undefined,
  channelsOf: undefined,
  channel: undefined,
  scale: 'shared',
  colormap: 'turbo',
  opacity: 0.6,
  classIndex: 0,
  layersTop: 0,
  channelsTop: 0,
  layersAs: 'table',
  openGroups: undefined,
  graphZoom: 1,
};

/** Checks a view from outside, perhaps of another version: every invalid field gets its default. */
export function checkedView(kept: Partial<Record<keyof ViewState, unknown>>): ViewState {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const index = (value: unknown) =>
    Number.isInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
  const position = (value: unknown) => (typeof value === 'number' && value >= 0 ? value : 0);
  const { opacity, openGroups, graphZoom } = kept;
  return {
    filter: text(kept.filter) ?? DEFAULT_VIEW.filter,
    tensor: text(kept.tensor),
    channelsOf: text(kept.channelsOf),
    channel: index(kept.channel),
    scale: kept.scale === 'own' ? 'own' : DEFAULT_VIEW.scale,
    colormap: COLORMAP_NAMES.find((name) => name === kept.colormap) ?? DEFAULT_VIEW.colormap,
    opacity:
      typeof opacity === 'number' && opacity >= 0 && opacity <= 1 ? opacity : DEFAULT_VIEW.opacity,
    classIndex: index(kept.classIndex) ?? DEFAULT_VIEW.classIndex,
    layersTop: position(kept.layersTop),
    channelsTop: position(kept.channelsTop),
    layersAs: kept.layersAs === 'graph' ? 'graph' : DEFAULT_VIEW.layersAs,
    openGroups: Array.isArray(openGroups)
      ? openGroups.filter((key) => typeof key === 'string')
      : undefined,
    graphZoom: typeof graphZoom === 'number' && graphZoom > 0 ? graphZoom : DEFAULT_VIEW.graphZoom,
  };
}
