import { percentSlider } from '../../shared/widgets/controls.ts';
import { element, setAttributes, setText, show } from '../../shared/widgets/dom.ts';
import { checkbox } from '../../shared/widgets/toolkit.ts';
import type { Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** Switch, threshold and readout of the box, in photo pixels. */
export function boxControls(store: Store): HTMLElement {
  const toggle = checkbox(strings.box, 'show-box', (showBox) => store.updateView({ showBox }));
  const threshold = percentSlider(strings.threshold, 'threshold', 1, (boxThreshold) =>
    store.updateView({ boxThreshold, showBox: true }),
  );
  const readout = element('output', { class: 'box-readout number', 'data-testid': 'box-readout' });
  store.listen(({ loaded, other, view }) => {
    // Two boxes are shown in the comparison table instead.
    show(readout, other === undefined);
    toggle.setChecked(view.showBox);
    threshold.setValue(
      view.boxThreshold,
      strings.thresholdValue(Math.round(view.boxThreshold * 100)),
    );
    if (!loaded || other) return;
    const box = loaded.maps.box(loaded.maps.shown(view).map, view.boxThreshold);
    setAttributes(readout, {
      'data-box': box && [box.x, box.y, box.width, box.height].join(' '),
      title: strings.thresholdValue(Math.round(view.boxThreshold * 100)),
    });
    setText(
      readout,
      box
        ? strings.boxReadout(
            Math.round(box.x),
            Math.round(box.y),
            Math.round(box.width),
            Math.round(box.height),
          )
        : strings.boxNone,
    );
  });
  return element('div', { class: 'box-controls' }, toggle.element, threshold.element, readout);
}
