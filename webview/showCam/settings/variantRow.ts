import type { ChosenVariant, Side } from '../../../src/protocol/showCam.ts';
import type { SegmentedControl } from '../../shared/widgets/controls.ts';
import { field, segmented } from '../../shared/widgets/controls.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import type { DropdownControl } from '../../shared/widgets/toolkit.ts';
import { button, dropdown } from '../../shared/widgets/toolkit.ts';
import type { Host } from '../state/host.ts';
import type { Loaded, Store } from '../state/store.ts';
import { isBeforeAfter, paneOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** The choices for a model: the size of its input, its output, and the way back to the last layer. */
export function variantRow(store: Store, side: Side, host: Host): HTMLElement {
  const scale = element('span', { class: 'variant-choice' });
  const output = element('span', { class: 'variant-choice' });
  const layer = element('span', { 'data-testid': `layer-${side}` });
  const backToDefault = button({
    label: strings.targetDefault,
    testId: `default-layer-${side}`,
    onClick: () => choose({ featureTensor: undefined }),
  });
  const target = element('span', { class: 'variant-choice' }, layer, backToDefault);
  const row = element('div', { class: 'variant-row', 'data-testid': `variant-${side}` });
  row.append(scale, output, target);

  const choose = (change: Partial<Record<keyof ChosenVariant, string | number | undefined>>) => {
    const variant = { ...paneOf(store.state, side)?.loaded?.variant, ...change };
    const chosen = Object.entries(variant).filter(([, value]) => value !== undefined);
    host.post({ type: 'variant', side, variant: Object.fromEntries(chosen) });
  };
  let drawn: Loaded | undefined;
  let scaleControl: SegmentedControl<string> | undefined;
  let outputControl: DropdownControl | undefined;
  store.listen((state) => {
    // The old state of a model cannot be run again.
    const isPast = side === 'other' && isBeforeAfter(state);
    const loaded = isPast ? undefined : paneOf(state, side)?.loaded;
    if (loaded === drawn) return;
    const before = drawn;
    drawn = loaded;
    if (!loaded) {
      show(row, false);
      return;
    }
    const { model } = loaded.model;
    const { inputScale = 1, featureTensor } = loaded.variant;
    if (scaleKey(loaded) !== (before && scaleKey(before))) {
      scaleControl = scaleChooser(loaded, side, (factor) =>
        choose({ inputScale: factor === 1 ? undefined : factor }),
      );
      scale.replaceChildren(field(strings.inputScale, scaleControl.element));
    }
    if (model.outputs.join('\n') !== before?.model.model.outputs.join('\n')) {
      const options = model.outputs.map((name) => ({ value: name, label: name }));
      outputControl = dropdown(strings.outputName, `output-${side}`, options, (name) =>
        choose({ output: name }),
      );
      output.replaceChildren(field(strings.outputName, outputControl.element));
    }
    scaleControl?.setValue(String(inputScale));
    outputControl?.setValue(model.output);
    setText(layer, strings.targetTensor(model.featureTensor));
    show(scale, model.inputScales.length > 1);
    show(output, model.outputs.length > 1);
    show(target, featureTensor !== undefined);
    show(row, !scale.hidden || !output.hidden || !target.hidden);
  });
  row.hidden = true;
  return row;
}

function scaleChooser(
  loaded: Loaded,
  side: Side,
  onChange: (factor: number) => void,
): SegmentedControl<string> {
  const options = loaded.model.model.inputScales.map((factor) => ({
    value: String(factor),
    label: strings.inputScaleOption(sizeAt(loaded, factor), factor),
    title: strings.inputScaleHint,
  }));
  return segmented(`input-scale-${side}`, strings.inputScale, options, (value) =>
    onChange(Number(value)),
  );
}

function scaleKey(loaded: Loaded): string {
  return loaded.model.model.inputScales.map((factor) => sizeAt(loaded, factor)).join(' ');
}

/** The input's size in pixels for a factor. */
function sizeAt({ whole, variant }: Loaded, factor: number): string {
  const { width, height } = whole.geometry.crop;
  const at = (length: number): number => Math.round((length / (variant.inputScale ?? 1)) * factor);
  return width === height ? String(at(width)) : `${at(width)}\u202f×\u202f${at(height)}`;
}
