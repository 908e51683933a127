import type { ColormapName } from '../../src/cam/maps/colormap.ts';
import { COLORMAP_NAMES } from '../../src/cam/maps/colormap.ts';
import type { ViewState } from '../../src/protocol/showCam.ts';
import { element } from '../dom.ts';
import { strings } from '../strings.ts';
import { dropdown } from '../toolkit.ts';
import { field, percentSlider, segmented } from './controls.ts';
import { formatPercent } from './format.ts';
import type { Store } from './store.ts';

/** Overlay, map or picture. */
export function layerControl(store: Store): HTMLElement {
  const control = segmented<ViewState['layer']>(
    'layer',
    strings.layer,
    (['overlay', 'map', 'picture'] as const).map((value) => ({
      value,
      label: strings.layers[value],
    })),
    (layer) => store.updateView({ layer }),
  );
  store.listen(({ view }) => control.setValue(view.layer));
  return control.element;
}

/** Opacity, colormap, interpolation and scale; `more` follows them in the same rows. */
export function viewControls(store: Store, more: HTMLElement): HTMLElement {
  const opacity = percentSlider(strings.opacity, 'opacity', 0, (value) =>
    store.updateView({ opacity: value }),
  );
  const colormap = dropdown(
    strings.colormap,
    'colormap',
    COLORMAP_NAMES.map((value) => ({ value, label: strings.colormaps[value] })),
    (value) => store.updateView({ colormap: value as ColormapName }),
  );
  const interpolation = segmented<ViewState['interpolation']>(
    'interpolation',
    strings.interpolation,
    (['bilinear', 'cells'] as const).map((value) => ({
      value,
      label: strings.interpolations[value],
      title: strings.interpolationHints[value],
    })),
    (value) => store.updateView({ interpolation: value }),
  );
  const scale = segmented<ViewState['scale']>(
    'scale-mode',
    strings.scale,
    (['image', 'class'] as const).map((value) => ({
      value,
      label: strings.scales[value],
      title: strings.scaleHints[value],
    })),
    (value) => store.updateView({ scale: value }),
  );
  store.listen(({ view }) => {
    opacity.setValue(view.opacity, formatPercent(view.opacity));
    colormap.setValue(view.colormap);
    interpolation.setValue(view.interpolation);
    scale.setValue(view.scale);
  });
  return element(
    'div',
    { class: 'controls' },
    field(strings.opacity, opacity.element),
    field(strings.colormap, colormap.element),
    interpolation.element,
    scale.element,
    more,
  );
}
