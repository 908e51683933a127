import type { UnitRanking } from '../../../src/cam/results/units.ts';
import { choices, field, percentSlider, segmented } from '../../shared/widgets/controls.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { popover } from '../../shared/widgets/popover.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import { fieldStrings } from '../state/fieldStrings.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import type { Crop, Mask, PatchSize } from '../state/viewState.ts';
import {
  CROPS,
  isOrderOf,
  MASKS,
  MEASURED_IMAGES,
  MIN_THRESHOLD,
  PATCH_SIZES,
  RANKINGS,
} from '../state/viewState.ts';

/** A button that opens everything that can be adjusted: the order of the units, and how patches are drawn. */
export function viewMenu({ store, host }: PageParts): HTMLElement {
  const crop = segmented<Crop>(
    'crop',
    strings.crop,
    choices(CROPS, strings.crops, strings.cropHints),
    (value) => store.updateView({ crop: value }),
  );
  const size = segmented<PatchSize>(
    'patch-size',
    strings.patchSize,
    choices(PATCH_SIZES, strings.patchSizes),
    (value) => store.updateView({ patchSize: value }),
  );
  const mask = segmented<Mask>('mask', strings.mask, choices(MASKS, strings.masks), (value) =>
    store.updateView({ mask: value }),
  );
  const threshold = percentSlider(strings.threshold, 'threshold', 100 * MIN_THRESHOLD, (value) =>
    store.updateView({ threshold: value }),
  );
  const thresholdField = field(strings.threshold, threshold.element);
  const note = element('p', { class: 'note', 'data-testid': 'crop-note' });
  const code = button({
    label: strings.channelsCode,
    testId: 'channels-code',
    onClick: () => host.post({ type: 'goToCode' }),
  });
  const menu = popover(
    strings.view,
    'view',
    rankingField(store),
    field(strings.crop, crop.element),
    note,
    code,
    field(strings.patchSize, size.element),
    field(strings.mask, mask.element),
    thresholdField,
  );
  const root = element('div', { class: 'menu' }, menu.button, menu.panel);
  store.listen((state) => {
    const { view } = state;
    show(root, view.subject === 'class' || view.subject === 'unit');
    crop.setValue(view.crop);
    size.setValue(view.patchSize);
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

/** The order of the units of a class; orders that the model or the folder does not allow are disabled. */
function rankingField(store: PageParts['store']): HTMLElement {
  const ranking = segmented<UnitRanking>(
    'ranking',
    strings.ranking,
    choices(RANKINGS, strings.rankings, strings.rankingHints),
    (value) => store.updateView({ ranking: value }),
  );
  const root = field(strings.ranking, ranking.element);
  store.listen(({ view, answers, model }) => {
    show(root, view.subject === 'class');
    const { result } = answers.classUnits;
    for (const value of RANKINGS) {
      if (model) ranking.show(value, isOrderOf(model, value));
      const isRefused = result !== undefined && !result.rankings.includes(value);
      ranking.setDisabled(value, isRefused ? result.notices.join(' ') : undefined);
      if (!isRefused) ranking.setTitle(value, strings.rankingHints[value]);
    }
    const isRefused = result !== undefined && !result.rankings.includes(view.ranking);
    ranking.setValue(isRefused ? result.ranking : view.ranking);
  });
  return root;
}

/** The note about the chosen crop. */
function cropNote({ view, model }: PageState): string {
  switch (view.crop) {
    case 'region':
    case 'whole':
      return '';
    case 'receptiveField': {
      const receptiveField = model?.receptiveField;
      if (!model || !receptiveField) return strings.fieldUnknown;
      const { width, height, coversInput } = receptiveField;
      return coversInput
        ? strings.fieldCovers(width, height, model.input.width, model.input.height)
        : strings.fieldSize(width, height);
    }
    case 'gradient':
      return fieldStrings.about;
    case 'empirical':
      return view.subject === 'unit'
        ? strings.fieldMeasured(MEASURED_IMAGES)
        : strings.fieldNeedsUnit;
    default:
      return view.crop satisfies never;
  }
}
