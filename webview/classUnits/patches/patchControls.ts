import type { UnitRanking } from '../../../src/cam/results/units.ts';
import { choices, field, percentSlider, segmented } from '../../shared/widgets/controls.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import type { Crop, Mask } from '../state/viewState.ts';
import { CROPS, MASKS, MEASURED_IMAGES, MIN_THRESHOLD, RANKINGS } from '../state/viewState.ts';

/** Controls for the order of units and the drawing of patches. */
export function patchControls({ store, host }: PageParts): HTMLElement {
  const ranking = segmented<UnitRanking>(
    'ranking',
    strings.ranking,
    choices(RANKINGS, strings.rankings, strings.rankingHints),
    (value) => store.updateView({ ranking: value }),
  );
  const crop = segmented<Crop>(
    'crop',
    strings.crop,
    choices(CROPS, strings.crops, strings.cropHints),
    (value) => store.updateView({ crop: value }),
  );
  const mask = segmented<Mask>('mask', strings.mask, choices(MASKS, strings.masks), (value) =>
    store.updateView({ mask: value }),
  );
  const threshold = percentSlider(strings.threshold, 'threshold', 100 * MIN_THRESHOLD, (value) =>
    store.updateView({ threshold: value }),
  );
  const rankingField = field(strings.ranking, ranking.element, 'fixed');
  const thresholdField = field(strings.threshold, threshold.element, 'threshold-field');
  const note = element('p', { class: 'note field-note', 'data-testid': 'crop-note' });
  const code = button({
    label: strings.channelsCode,
    icon: icon('code'),
    testId: 'channels-code',
    onClick: () => host.post({ type: 'goToCode' }),
  });
  const root = element(
    'div',
    { class: 'controls patch-controls' },
    rankingField,
    field(strings.crop, crop.element, 'fixed'),
    field(strings.mask, mask.element, 'fixed'),
    thresholdField,
    note,
    code,
  );
  store.listen((state) => {
    const { view, answers } = state;
    show(root, view.subject === 'class' || view.subject === 'unit');
    show(rankingField, view.subject === 'class');
    const allowed = answers.classUnits.result?.rankings;
    for (const value of RANKINGS) {
      const isRefused = allowed !== undefined && !allowed.includes(value);
      const reason = answers.classUnits.result?.notices.join(' ') ?? '';
      ranking.setDisabled(value, isRefused ? reason : undefined);
      if (!isRefused) ranking.setTitle(value, strings.rankingHints[value]);
    }
    const isRefused = allowed !== undefined && !allowed.includes(view.ranking);
    ranking.setValue(
      isRefused ? (answers.classUnits.result?.ranking ?? view.ranking) : view.ranking,
    );
    crop.setValue(view.crop);
    mask.setValue(view.mask);
    const percent = Math.round(view.threshold * 100);
    threshold.setValue(view.threshold, strings.thresholdValue(percent));
    show(thresholdField, view.mask !== 'none' || view.crop === 'region');
    const text = cropNote(state);
    show(note, text !== '');
    setText(note, text);
    show(code, view.crop === 'receptiveField');
  });
  return root;
}

/** The note about the chosen crop. */
function cropNote({ view, model }: PageState): string {
  switch (view.crop) {
    case 'region':
      return '';
    case 'receptiveField': {
      const receptiveField = model?.receptiveField;
      if (!model || !receptiveField) return strings.fieldUnknown;
      const { width, height, coversInput } = receptiveField;
      return coversInput
        ? strings.fieldCovers(width, height, model.input.width, model.input.height)
        : strings.fieldSize(width, height);
    }
    case 'empirical':
      return view.subject === 'unit'
        ? strings.fieldMeasured(MEASURED_IMAGES)
        : strings.fieldNeedsUnit;
    default:
      return view.crop satisfies never;
  }
}
