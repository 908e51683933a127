import type { ColormapName } from '../../../src/cam/maps/pixels/colormap.ts';
import { COLORMAP_NAMES } from '../../../src/cam/maps/pixels/colormap.ts';
import { isPointLike } from '../../../src/cam/maps/pixels/pointLike.ts';
import type { ComparedScale, ViewState } from '../../../src/protocol/showCam.ts';
import { formatPercent } from '../../shared/format/numbers.ts';
import { choices, field, percentSlider, segmented } from '../../shared/widgets/controls.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { dropdown } from '../../shared/widgets/toolkit.ts';
import { scaleChoice } from '../compared/comparedScale.ts';
import { isDifferenceWanted } from '../compared/mode.ts';
import { mapsBeside } from '../state/beside.ts';
import { isOfPixels } from '../state/mapWays.ts';
import { methodStrings } from '../state/methodStrings.ts';
import type { PageState, Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { clipControl } from './clipControl.ts';
import { scaleLimit } from './scaleLimit.ts';

/** Overlay, map or picture. */
export function layerControl(store: Store): HTMLElement {
  const control = segmented<ViewState['layer']>(
    'layer',
    strings.layer,
    choices(['overlay', 'map', 'picture'], strings.layers),
    (layer) => store.updateView({ layer }),
  );
  store.listen(({ view }) => control.setValue(view.layer));
  return control.element;
}

/** Opacity, colormap, interpolation and scale; `more` follows them. */
export function viewControls(store: Store, more: HTMLElement): HTMLElement[] {
  const opacity = percentSlider(strings.opacity, 'opacity', 0, (value) =>
    store.updateView({ opacity: value }),
  );
  const opacityBy = segmented<ViewState['opacityBy']>(
    'opacity-by',
    strings.opacityBy,
    choices(['value', 'even'], strings.opacityKinds, strings.opacityHints),
    (value) => store.updateView({ opacityBy: value }),
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
    choices(['bilinear', 'cells'], strings.interpolations, strings.interpolationHints),
    (value) => store.updateView({ interpolation: value }),
  );
  const scale = segmented<ViewState['scale']>(
    'scale-mode',
    strings.scale,
    choices(['image', 'class'], strings.scales, strings.scaleHints),
    (value) => store.updateView({ scale: value, scaleLimit: undefined }),
  );
  const comparedScale = segmented<ComparedScale>(
    'compared-scale',
    strings.scale,
    choices(['both', 'model', 'class'], strings.comparedScales, strings.comparedScaleHints),
    (value) => store.updateView({ comparedScale: value }),
  );
  const differenceScale = segmented<'both' | 'model'>(
    'difference-scale',
    strings.scale,
    choices(['both', 'model'], strings.differenceScales, strings.differenceScaleHints),
    (value) => store.updateView({ comparedScale: value }),
  );
  const because = element('p', { class: 'note scale-note', 'data-testid': 'scale-note' });
  store.listen((state) => {
    const { view, other } = state;
    opacity.setValue(view.opacity, formatPercent(view.opacity));
    opacityBy.setValue(view.opacityBy);
    colormap.setValue(view.colormap);
    const inCells = alwaysInCells(state);
    const by = state.loaded?.by ?? other?.loaded?.by;
    const beside = mapsBeside(state);
    const hasPixels = [by, ...beside.map((one) => one.loaded.by)].some(
      (one) => one && isOfPixels(one.method),
    );
    const neverSmooth = hasPixels ? methodStrings.neverSmooth : strings.neverSmooth;
    const oneOnly = hasPixels ? methodStrings.neverSmooth : strings.smoothOneOnly;
    interpolation.setValue(inCells === 'all' ? 'cells' : view.interpolation);
    interpolation.setDisabled('bilinear', inCells === 'all' ? neverSmooth : undefined);
    interpolation.setTitle(
      'bilinear',
      inCells === 'some' ? oneOnly : strings.interpolationHints.bilinear,
    );
    scale.setValue(view.scale);
    const hasCamMap = !by || beside.some((one) => one.way === 'cam');
    show(scale.element, other === undefined && hasCamMap);
    const isDifference = isDifferenceWanted(state);
    const hints = by ? methodStrings.comparedScaleHints : strings.comparedScaleHints;
    show(comparedScale.element, other !== undefined && !isDifference);
    show(differenceScale.element, isDifference);
    const choice = other && scaleChoice(state);
    if (choice) comparedScale.setValue(choice.scale);
    const isOfTwoKinds = choice?.because === 'units';
    comparedScale.setDisabled('both', isOfTwoKinds ? methodStrings.noCommonScale : undefined);
    if (!isOfTwoKinds) comparedScale.setTitle('both', hints.both);
    comparedScale.setTitle('model', hints.model);
    if (choice) differenceScale.setValue(choice.scale === 'model' ? 'model' : 'both');
    show(because, choice?.because !== undefined);
    if (choice?.because === 'units') setText(because, methodStrings.noCommonScale);
    if (!choice?.because || choice.because === 'units') return;
    const say = isDifference ? strings.differenceScaleBecause : strings.scaleBecause;
    setText(because, say(Math.round(choice.because.ratio)));
  });
  const colormapField = field(strings.colormap, colormap.element);
  store.listen((state) => {
    // A difference has its own colours, and no box.
    for (const own of [colormapField, more]) show(own, !isDifferenceWanted(state));
  });
  return [
    field(strings.opacity, opacity.element),
    opacityBy.element,
    colormapField,
    interpolation.element,
    scale.element,
    comparedScale.element,
    differenceScale.element,
    because,
    clipControl(store),
    scaleLimit(store),
    more,
  ];
}

/** Whether a map on show must be drawn in its cells, whatever the user chose. */
function alwaysInCells(state: PageState): 'all' | 'some' | 'none' {
  const { loaded, other } = state;
  const beside = mapsBeside(state).map((one) => one.loaded);
  const panes = [loaded, other?.loaded, ...beside].filter((pane) => pane !== undefined);
  const inCells = panes.filter(
    ({ by, model }) => isPointLike(model.model.poolings) || (by && isOfPixels(by.method)),
  ).length;
  if (inCells === 0) return 'none';
  return inCells === panes.length ? 'all' : 'some';
}
