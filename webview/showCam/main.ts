import '../shared/page/translation.ts';

import type { ShowCamRequests, Side, ToShowCam } from '../../src/protocol/showCam.ts';
import { Requests } from '../shared/page/requests.ts';
import { element, setText, show } from '../shared/widgets/dom.ts';
import { icon } from '../shared/widgets/icons.ts';
import { popover } from '../shared/widgets/popover.ts';
import { button, registerToolkit } from '../shared/widgets/toolkit.ts';
import { changeBar, waitingLine } from './beforeAfter/changeBar.ts';
import { movedTable } from './beforeAfter/movedTable.ts';
import { movedSentence } from './beforeAfter/sentence.ts';
import { keepArranged } from './beside/besideLayout.ts';
import { BesideLoader } from './beside/besideLoader.ts';
import { besidePanes, mainHead } from './beside/besidePanes.ts';
import { answer } from './classes/answer.ts';
import { ClassList } from './classes/classList.ts';
import { classUnitsButton } from './classes/classUnitsButton.ts';
import { sumLine } from './classes/sumLine.ts';
import { comparisonMode, isDifferenceWanted, isSliderWanted } from './compared/mode.ts';
import { sidesInOrder } from './compared/names.ts';
import { compareReading } from './comparison/compareReading.ts';
import { compareTable } from './comparison/compareTable.ts';
import { DifferenceView } from './comparison/differenceView.ts';
import { paneHead } from './comparison/paneHead.ts';
import { Messages } from './messages.ts';
import { BeforeMaps } from './methods/beforeMaps.ts';
import { KnownMaps } from './methods/knownMaps.ts';
import { MethodLoader } from './methods/methodLoader.ts';
import { noCamLine, onlyCamNote } from './methods/methodNotes.ts';
import { methodPicker } from './methods/methodPicker.ts';
import { methodWorks, notDrawn } from './methods/methodWork.ts';
import { wayLine } from './methods/wayLine.ts';
import { Output } from './output.ts';
import { aboutModel, notices } from './panels/aboutModel.ts';
import { accessibleTable } from './panels/accessibleTable.ts';
import { ChannelTable } from './panels/channelTable.ts';
import { fidelityLine } from './panels/fidelityLine.ts';
import { header } from './panels/header.ts';
import { help } from './panels/help.ts';
import { opinionLine } from './panels/opinionLine.ts';
import { pictureLine } from './panels/pictureLine.ts';
import { busyView, errorView } from './panels/stateViews.ts';
import { boxControls } from './settings/boxControls.ts';
import { variantRow } from './settings/variantRow.ts';
import { layerControl, viewControls } from './settings/viewControls.ts';
import { SheetLoader } from './sheet/sheetLoader.ts';
import { SheetView } from './sheet/sheetView.ts';
import { listenToShortcuts } from './shortcuts.ts';
import { Legend } from './stage/legend.ts';
import { Reading } from './stage/reading.ts';
import { sceneOf } from './stage/scene.ts';
import { ownLegend, sharedLegend } from './stage/sharedLegend.ts';
import { SliderView } from './stage/sliderView.ts';
import { Stage } from './stage/stage.ts';
import { StageInput } from './stage/stageInput.ts';
import { besideWays } from './state/beside.ts';
import { Host } from './state/host.ts';
import { ImageSteps } from './state/imageSteps.ts';
import { KeptState } from './state/keptState.ts';
import type { Loaded, PageState } from './state/store.ts';
import {
  isBeforeAfter,
  isComparing,
  isFailed,
  isSheetShown,
  paneOf,
  Store,
} from './state/store.ts';
import { strings } from './state/strings.ts';

function start(root: HTMLElement): void {
  registerToolkit();
  const host = new Host();
  const requests = new Requests<ShowCamRequests>((message) => host.post(message));
  const store = new Store();
  const kept = new KeptState(store, host);
  const steps = new ImageSteps(store, host);
  const output = new Output(store, requests);
  const loader = new SheetLoader(store, requests);
  const known = new KnownMaps(requests);
  const methods = {
    main: new MethodLoader(store, requests, known, 'main'),
    other: new MethodLoader(store, requests, new KnownMaps(requests), 'other'),
  };
  const before = new BeforeMaps(store);
  const beside = new BesideLoader(store, known, methods.main);
  const picker = methodPicker(store, methods);
  const { button: helpButton, dialog } = help();

  const settings = popover(
    strings.view,
    'view',
    layerControl(store),
    ...viewControls(store, boxControls(store)),
  );
  const check = fidelityLine(store, host, 'main', {
    testId: 'fidelity',
    isWanted: isOneModel,
    isShort: 'always',
  });
  const failedCheck = fidelityLine(store, host, 'main', {
    testId: 'failed-check',
    isWanted: (state, claim) => isOneModel(state) && claim.standing === 'mismatch',
    isShort: 'never',
  });
  const change = changeBar(store, host);
  const picture = element(
    'div',
    { class: 'picture' },
    answer(store),
    movedSentence(store),
    failedCheck,
    change.bar,
    panes(store, host, methods, besidePanes(store, beside, picker.button)),
    pictureLine(store, host, check, picker.button, settings.button),
  );
  const ofCam = [sumLine(store), new ChannelTable(store, host).element];
  const ofOne = [
    new Reading(store).element,
    new ClassList(store, host).element,
    ...ofCam,
    classUnitsButton(store, host),
    aboutModel(store, () => host.act('main', 'editPreprocessing')),
  ];
  const side = element(
    'div',
    { class: 'side' },
    noCamLine(store),
    ...ofOne.slice(0, -1),
    onlyCamNote(store),
    ...ofOne.slice(-1),
    movedTable(store),
    compareReading(store),
    compareTable(store),
    accessibleTable(store),
  );
  const isErrorShown = (state: PageState) =>
    isOneModel(state) && !(isSheetShown(state) && state.failure?.isOfImage);
  const error = errorView(store, 'main', 'error', isErrorShown, (action) =>
    host.act('main', action),
  );
  const sheet = new SheetView(store, steps, loader, {
    settings: placeOnSheet(store, settings.button),
    picker: placeOnSheet(store, picker.button),
  });
  const main = element('main', { class: 'main' }, picture, side);
  root.append(
    header(store, steps, host, element('span', { class: 'tools' }, output.buttons, helpButton)),
    output.status,
    waitingLine(store),
    error,
    opinionLine(store, host),
    notices(store),
    sheet.element,
    main,
    picker.panel,
    settings.panel,
    output.panel,
    change.menu,
    dialog,
  );
  store.listen((state) => {
    const { loaded, other } = state;
    // What is drawn belongs to another model or picture than the error.
    show(main, other !== undefined || !isFailed(state, 'main'));
    root.dataset.state = loaded || other ? 'loaded' : 'empty';
    const isOnePicture = isBeforeAfter(state) && comparisonMode(state) !== 'sideBySide';
    root.toggleAttribute('data-comparing', other !== undefined && !isOnePicture);
    root.toggleAttribute('data-change', state.change !== undefined);
    root.toggleAttribute('data-before-after', isBeforeAfter(state));
    root.toggleAttribute('data-beside', besideWays(state).length > 0);
    root.toggleAttribute('data-slider', isSliderWanted(state));
    for (const section of ofOne) show(section, other === undefined);
    for (const section of ofCam) show(section, other === undefined && !loaded?.by);
  });
  root.dataset.state = 'empty';
  const narrow = window.matchMedia('(max-width: 699px)');
  store.update({ isNarrow: narrow.matches });
  narrow.addEventListener('change', () => store.update({ isNarrow: narrow.matches }));

  listenToShortcuts(store, steps, sheet);
  const messages = new Messages({
    ...{ store, host, requests, kept, sheet: loader, methods, before, steps, output },
  });
  window.addEventListener('message', (event: MessageEvent<ToShowCam>) =>
    messages.receive(event.data),
  );
  host.post({ type: 'ready' });
}

/** The place on the sheet for a button that there is once: it moves between sheet and picture. */
function placeOnSheet(store: Store, button: HTMLElement): HTMLElement {
  const place = element('span', { class: 'sheet-button' });
  const mark = document.createComment('');
  store.listen((state) => {
    if (!mark.parentNode) button.before(mark);
    if (isSheetShown(state)) {
      if (button.parentElement !== place) place.append(button);
    } else if (button.parentElement === place) {
      mark.after(button);
    }
  });
  return place;
}

/** Also for before and after: facts about the model are about its current state. */
function isOneModel(state: PageState): boolean {
  return !isComparing(state);
}

/** One map, two side by side, both as one picture, or their difference. */
function panes(
  store: Store,
  host: Host,
  methods: Record<Side, MethodLoader>,
  beside: HTMLElement[],
): HTMLElement {
  const onFirstFrame = ({ receivedAtMs }: Loaded): void =>
    host.post({ type: 'drawn', durationMs: performance.now() - receivedAtMs });
  const ofSides = {
    main: pane(store, host, 'main', onFirstFrame),
    other: pane(store, host, 'other', onFirstFrame),
  };
  const works = (sides: readonly Side[], prefix = '', ...more: HTMLElement[]) =>
    methodWorks(store, methods, { sides, prefix }, ...more);
  ofSides.main.querySelector('.stage')?.append(works(['main']));
  ofSides.other.querySelector('.stage')?.append(works(['other'], '', notDrawn(store, 'not-drawn')));
  const slider = new SliderView(store, onFirstFrame);
  const sliderInput = new StageInput(slider.stage, store);
  slider.stage.element.append(
    zoomBar(store, slider.stage, sliderInput, 'slider-'),
    busyView(store, 'main', 'slider-busy'),
    works(['main', 'other'], 'slider-', notDrawn(store, 'slider-not-drawn')),
  );
  const difference = differencePane(store);
  difference.append(works(['main', 'other'], 'difference-'));
  const root = element(
    'div',
    { class: 'panes' },
    ofSides.main,
    ofSides.other,
    ...beside,
    slider.element,
    difference,
    sharedLegend(store),
  );
  store.listen((state) => {
    const [left, right] = sidesInOrder(state);
    if (root.firstElementChild !== ofSides[left]) root.prepend(ofSides[left], ofSides[right]);
  });
  keepArranged(store, root);
  return root;
}

/** One map with its legend; with two models, also its name and fidelity. */
function pane(
  store: Store,
  host: Host,
  side: Side,
  onFirstFrame: (loaded: Loaded) => void,
): HTMLElement {
  const prefix = side === 'main' ? '' : 'other-';
  const stage = new Stage(store, {
    sceneOf: (state) => sceneOf(state, side),
    testId: `${prefix}stage-canvas`,
    onFirstFrame,
  });
  const input = new StageInput(stage, store);
  if (side === 'main') stage.element.append(zoomBar(store, stage, input, ''));
  stage.element.append(busyView(store, side, `${prefix}busy`));
  const error = errorView(store, side, `error-${side}`, isComparing, (action) =>
    host.act(side, action),
  );
  const legend = new Legend(store, `${prefix}legend`, (state) => ownLegend(state, side));
  const root = element(
    'div',
    { class: 'pane', 'data-testid': `pane-${side}` },
    paneHead(store, side, host),
    ...(side === 'main' ? [mainHead(store)] : []),
    fidelityLine(store, host, side, {
      testId: `fidelity-${side}`,
      isWanted: isComparing,
      isShort: 'unlessFailed',
    }),
    variantRow(store, side, host),
    error,
    stage.element,
    element('div', { class: 'pane-foot' }, legend.element, wayLine(store, side)),
  );
  store.listen((state) => {
    show(root, paneOf(state, side) !== undefined && !isDifferenceWanted(state));
    const isInPlace = state.other === undefined || !isFailed(state, side);
    show(stage.element, isInPlace && !isSliderWanted(state));
  });
  root.hidden = side === 'other';
  return root;
}

function differencePane(store: Store): HTMLElement {
  const difference = new DifferenceView(store);
  const input = new StageInput(difference.stage, store);
  difference.stage.element.append(zoomBar(store, difference.stage, input, 'difference-'));
  difference.element.hidden = true;
  return difference.element;
}

/** @param prefix of the test ids */
function zoomBar(store: Store, stage: Stage, input: StageInput, prefix: string): HTMLElement {
  const percent = element('span', {
    class: 'zoom-percent number',
    'data-testid': `${prefix}zoom-percent`,
  });
  store.listen(() => {
    const viewport = stage.viewport();
    setText(percent, viewport ? strings.magnification(Math.round(viewport.scale * 100)) : '');
  });
  return element(
    'div',
    { class: 'zoom-bar' },
    button({
      label: strings.zoomOut,
      icon: icon('zoomOut'),
      testId: `${prefix}zoom-out`,
      onClick: () => input.zoomOut(),
    }),
    percent,
    button({
      label: strings.zoomIn,
      icon: icon('zoomIn'),
      testId: `${prefix}zoom-in`,
      onClick: () => input.zoomIn(),
    }),
    button({
      label: strings.fit,
      icon: icon('fit'),
      testId: `${prefix}zoom-fit`,
      onClick: () => input.fit(),
    }),
  );
}

const root = document.getElementById('app');
if (root) start(root);
