import { element, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import { methodWork } from '../methods/methodWork.ts';
import { besideLegend, Legend, mapLegend } from '../stage/legend.ts';
import { besideScene } from '../stage/scene.ts';
import { Stage } from '../stage/stage.ts';
import { StageInput } from '../stage/stageInput.ts';
import { besideWays, mapBeside } from '../state/beside.ts';
import { methodStrings } from '../state/methodStrings.ts';
import type { MapBeside } from '../state/methods.ts';
import { wayName, wayOnShow } from '../state/methods.ts';
import type { PageState, Store } from '../state/store.ts';
import { MOST_BESIDE } from '../state/viewState.ts';
import { besideHead } from './besideHead.ts';
import type { BesideLoader } from './besideLoader.ts';
import { spokenValues } from './spokenValues.ts';

/**
 * The places of the maps beside the main one, and what is said of all; empty places are hidden.
 * @param home gets the focus when the last one is closed
 */
export function besidePanes(store: Store, loader: BesideLoader, home: HTMLElement): HTMLElement[] {
  const closes = Array.from({ length: MOST_BESIDE }, (_, i) => closeButton(store, loader, i));
  const panes = closes.map((close, i) => besidePane(store, loader, i, close));
  for (const [i, close] of closes.entries()) {
    close.addEventListener('click', () => {
      const left = besideWays(store.state).length;
      if (i >= left) (closes[left - 1] ?? home).focus();
    });
  }
  const note = element(
    'p',
    { class: 'note beside-note', 'data-testid': 'beside-note' },
    methodStrings.ownScales,
  );
  store.listen((state) => show(note, besideWays(state).length > 0));
  note.hidden = true;
  return [...panes, note, spokenValues(store)];
}

/** Over the main map, while others are beside it. */
export function mainHead(store: Store): HTMLElement {
  return besideHead(store, 'beside-main', (state) => {
    const { loaded } = state;
    if (!loaded || besideWays(state).length === 0) return undefined;
    return { way: wayOnShow(loaded), loaded, legend: mapLegend(state, 'main') };
  });
}

function closeButton(store: Store, loader: BesideLoader, index: number): HTMLElement {
  const close = button({
    label: methodStrings.closeBeside(''),
    icon: icon('close'),
    testId: `beside-${index}-close`,
    onClick: () => {
      const way = besideWays(store.state)[index];
      if (way) loader.close(way);
    },
  });
  store.listen((state) => {
    const way = besideWays(state)[index];
    if (!way) return;
    const name = methodStrings.closeBeside(wayName(way, state));
    close.title = name;
    close.setAttribute('aria-label', name);
  });
  return close;
}

function besidePane(
  store: Store,
  loader: BesideLoader,
  index: number,
  close: HTMLElement,
): HTMLElement {
  const wayAt = (state: PageState) => besideWays(state)[index];
  const mapAt = (state: PageState): MapBeside | undefined => {
    const way = wayAt(state);
    return way && mapBeside(state, way);
  };
  const act = (does: (way: MapBeside['way']) => void) => () => {
    const way = wayAt(store.state);
    if (way) does(way);
  };
  const prefix = `beside-${index}-`;
  const stage = new Stage(store, {
    sceneOf: (state) => {
      const map = mapAt(state);
      return map && besideScene(state, map);
    },
    testId: `${prefix}canvas`,
  });
  new StageInput(stage, store);
  const work = methodWork(store, {
    side: 'main',
    prefix,
    workOf: (state) => mapAt(state)?.work,
    stop: act((way) => loader.stop(way)),
    stopHint: methodStrings.stopBeside,
    retry: act((way) => loader.retry(way)),
    goBack: undefined,
  });
  stage.element.append(element('div', { class: 'method-works' }, work));
  const legendAt = (state: PageState) => {
    const map = mapAt(state);
    return map && besideLegend(state, map);
  };
  const head = besideHead(
    store,
    `beside-${index}`,
    (state) => {
      const way = wayAt(state);
      return way && { way, loaded: mapAt(state)?.loaded, legend: legendAt(state) };
    },
    close,
  );
  const legend = new Legend(store, `${prefix}legend`, legendAt);
  const pane = element(
    'div',
    { class: 'pane beside-pane', 'data-testid': `beside-${index}` },
    ...[head, stage.element, legend.element],
  );
  store.listen((state) => show(pane, wayAt(state) !== undefined));
  pane.hidden = true;
  return pane;
}
