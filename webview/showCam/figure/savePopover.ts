import type { FigureChoices } from '../../../src/protocol/showCam.ts';
import { choices, field, segmented } from '../../shared/widgets/controls.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { popoverOf } from '../../shared/widgets/popover.ts';
import { button, checkbox } from '../../shared/widgets/toolkit.ts';
import type { Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** A button that opens the choices for saving the picture, with the actions below them. */
export function savePopover(
  store: Store,
  actions: { save: () => void; copy: () => void },
): { button: HTMLElement; panel: HTMLElement } {
  const choose = (change: Partial<FigureChoices>) =>
    store.updateView({ figure: { ...store.state.view.figure, ...change } });
  const content = segmented<FigureChoices['content']>(
    'figure-content',
    strings.figureContent,
    choices(['map', 'beside'], strings.figureContents, strings.figureContentHints),
    (value) => choose({ content: value }),
  );
  const texts = checkbox(strings.figureTexts, 'figure-texts', (hasTexts) => choose({ hasTexts }));
  const factor = segmented<'1' | '2'>(
    'figure-factor',
    strings.figureFactor,
    choices(['1', '2'], strings.figureFactors),
    (value) => choose({ factor: value === '2' ? 2 : 1 }),
  );
  const format = segmented<FigureChoices['format']>(
    'figure-format',
    strings.figureFormat,
    choices(['png', 'svg'], strings.figureFormats),
    (value) => choose({ format: value }),
  );
  const size = element('span', { class: 'secondary number', 'data-testid': 'figure-size' });
  const opener = element(
    'button',
    {
      class: 'popover-button popover-icon',
      type: 'button',
      title: strings.savePicture,
      'aria-label': strings.savePicture,
      'data-testid': 'figure-button',
    },
    icon('savePicture'),
  );
  const panel = popoverOf(
    opener,
    strings.savePicture,
    'figure',
    content.element,
    texts.element,
    field(strings.figureFactor, element('div', { class: 'figure-size' }, factor.element, size)),
    field(strings.figureFormat, format.element),
    element(
      'div',
      { class: 'figure-actions' },
      button({
        label: strings.savePicture,
        appearance: 'primary',
        testId: 'save-picture',
        onClick: () => {
          panel.hidePopover();
          actions.save();
        },
      }),
      button({
        label: strings.copyPicture,
        testId: 'copy-figure',
        onClick: () => {
          panel.hidePopover();
          actions.copy();
        },
      }),
    ),
  );
  store.listen(({ view, loaded }) => {
    const { figure } = view;
    content.setValue(figure.content);
    texts.setChecked(figure.hasTexts);
    factor.setValue(figure.factor === 2 ? '2' : '1');
    format.setValue(figure.format);
    const photo = loaded?.explanation.geometry.photo;
    show(size, photo !== undefined);
    if (photo) {
      const { width, height } = photo;
      setText(size, strings.figureSize(width * figure.factor, height * figure.factor));
    }
  });
  return { button: opener, panel };
}
