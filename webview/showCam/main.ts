import type { ToShowCam } from '../../src/protocol/showCam.ts';
import { element, setText } from '../dom.ts';
import { icon } from '../icons.ts';
import { strings } from '../strings.ts';
import { button, registerToolkit } from '../toolkit.ts';
import { aboutModel, notices } from './aboutModel.ts';
import { boxControls } from './boxControls.ts';
import { ChannelTable } from './channelTable.ts';
import { claimLine } from './claimLine.ts';
import { ClassList } from './classList.ts';
import { header } from './header.ts';
import { help } from './help.ts';
import { Host } from './host.ts';
import { ImageSteps } from './imageSteps.ts';
import { KeptState } from './keptState.ts';
import { Legend } from './legend.ts';
import { Messages } from './messages.ts';
import { Output } from './output.ts';
import { Reading } from './reading.ts';
import { listenToShortcuts } from './shortcuts.ts';
import { Stage } from './stage.ts';
import { StageInput } from './stageInput.ts';
import { busyView, errorView } from './stateViews.ts';
import { Store } from './store.ts';
import { sumLine } from './sumLine.ts';
import { textTwin } from './textTwin.ts';
import { layerControl, viewControls } from './viewControls.ts';

function start(root: HTMLElement): void {
  registerToolkit();
  const host = new Host();
  const store = new Store();
  const kept = new KeptState(store, host);
  const steps = new ImageSteps(store, host);
  const stage = new Stage(store, ({ receivedAtMs }) =>
    host.post({ type: 'drawn', durationMs: performance.now() - receivedAtMs }),
  );
  const input = new StageInput(stage, store);
  const output = new Output(store, host, stage);
  const { button: helpButton, dialog } = help();

  const stageBar = element(
    'div',
    { class: 'stage-bar' },
    layerControl(store),
    element('span', { class: 'spacer' }),
    output.buttons,
    helpButton,
  );
  stage.element.append(zoomBar(store, stage, input), busyView(store), output.status);
  const picture = element(
    'div',
    { class: 'picture' },
    stageBar,
    stage.element,
    new Legend(store).element,
    viewControls(store, boxControls(store, stage)),
    new Reading(store).element,
  );
  const side = element(
    'div',
    { class: 'side' },
    new ClassList(store).element,
    sumLine(store),
    new ChannelTable(store).element,
    aboutModel(store, () => host.post({ type: 'action', action: 'editPreprocessing' })),
    textTwin(store),
  );
  const error = errorView(store, (action) => host.post({ type: 'action', action }));
  const main = element('main', { class: 'main' }, picture, side);
  root.append(
    header(store, steps, () => host.post({ type: 'action', action: 'chooseModel' })),
    claimLine(store),
    notices(store),
    error,
    main,
    dialog,
  );
  store.listen(({ loaded, failure }) => {
    root.dataset.state = failure ? 'failed' : loaded ? 'loaded' : 'empty';
  });
  root.dataset.state = 'empty';

  listenToShortcuts(store, steps);
  const messages = new Messages({ store, host, kept, steps, output });
  window.addEventListener('message', (event: MessageEvent<ToShowCam>) =>
    messages.receive(event.data),
  );
  host.post({ type: 'ready' });
}

function zoomBar(store: Store, stage: Stage, input: StageInput): HTMLElement {
  const percent = element('span', {
    class: 'zoom-percent number',
    'data-testid': 'zoom-percent',
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
      testId: 'zoom-out',
      onClick: () => input.zoomOut(),
    }),
    percent,
    button({
      label: strings.zoomIn,
      icon: icon('zoomIn'),
      testId: 'zoom-in',
      onClick: () => input.zoomIn(),
    }),
    button({
      label: strings.fit,
      icon: icon('fit'),
      testId: 'zoom-fit',
      onClick: () => input.fit(),
    }),
  );
}

const root = document.getElementById('app');
if (root) start(root);
