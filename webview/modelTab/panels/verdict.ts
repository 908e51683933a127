import { waitingText } from '../../shared/format/waitingText.ts';
import { element, setAttributes, setText, show } from '../../shared/widgets/dom.ts';
import type { IconName } from '../../shared/widgets/icons.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button, progressRing, setDisabled } from '../../shared/widgets/toolkit.ts';
import type { Host } from '../state/host.ts';
import type { MethodsRequest } from '../state/methods.ts';
import { hasNoCam } from '../state/methods.ts';
import type { PageState, Store } from '../state/store.ts';
import { factsOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { notices } from './banners.ts';
import { boundedRoom } from './boundedRoom.ts';
import { methodsList } from './methodsList.ts';

type Fidelity = keyof typeof strings.fidelity | 'unknown';

const ICONS: Record<Fidelity, IconName> = {
  exact: 'exact',
  approximate: 'inexact',
  mismatch: 'inexact',
  refused: 'error',
  noCam: 'info',
  unknown: 'info',
};

/** Whether the model has a map, of which kind, and how reliable it is; what to do if it has none. */
export function verdict(store: Store, host: Host, request: MethodsRequest): HTMLElement {
  const icons = element('span', { class: 'verdict-icon' });
  const standing = element('b', { class: 'verdict-fidelity' });
  const text = element('span', { 'data-testid': 'verdict-text' });
  const reason = element('p', { class: 'verdict-reason', 'data-testid': 'verdict-reason' });
  const next = element('p', { class: 'verdict-next', 'data-testid': 'verdict-next' });
  const chosen = element('p', { class: 'note', 'data-testid': 'chosen-variant' });
  const reading = element('p', {
    class: 'verdict-reading note',
    role: 'status',
    'data-testid': 'rereading',
  });
  const readingText = element('span');
  reading.append(progressRing(), readingText);
  const words = element('span', {}, standing, text);
  const line = element('p', { class: 'verdict-line', role: 'status' }, words);
  const box = element(
    'div',
    { class: 'verdict', 'data-testid': 'verdict' },
    icons,
    element(
      'div',
      { class: 'verdict-text' },
      boundedRoom(line, reason, next, chosen, notices(store)),
      actions(store, host, request),
    ),
    reading,
  );
  store.listen((state, previous) => {
    const { waitsFor } = state;
    show(reading, waitsFor !== undefined || (state.isReading && state.inspection !== undefined));
    const isOlderShown = state.inspection !== undefined;
    setText(
      readingText,
      waitsFor === undefined ? strings.rereading : waitingText(waitsFor, isOlderShown),
    );
    if (!isChanged(state, previous)) return;
    const what = verdictOf(state);
    show(box, what !== undefined);
    if (!what) return;
    box.dataset.fidelity = what.standing;
    box.dataset.code = what.code;
    box.setAttribute('aria-busy', String(what.isWaiting));
    icons.replaceChildren(what.isWaiting ? progressRing() : icon(ICONS[what.standing]));
    const word = what.standing === 'unknown' ? '' : strings.fidelity[what.standing];
    // If there is a map, its text begins with the same word.
    const isSaid = what.text.toLowerCase().startsWith(word.split(' ')[0]?.toLowerCase() ?? '');
    setText(standing, word);
    standing.classList.toggle('visually-hidden', isSaid);
    setText(text, what.text);
    // The longest list of methods, so that nothing moves when it comes.
    setAttributes(line, {
      'data-room': what.isNoCam ? `${word} · ${strings.methods.most}` : undefined,
    });
    setText(reason, what.reason);
    show(reason, what.reason !== '');
    setText(next, what.next);
    show(next, what.next !== '');
    const { output, featureTensor } = state.variant;
    const choices = [
      output === undefined ? '' : strings.chosenOutput(output),
      featureTensor === undefined ? '' : strings.chosenTensor(featureTensor),
    ].filter((choice) => choice !== '');
    setText(chosen, choices.join(' '));
    show(chosen, choices.length > 0);
  });
  return box;
}

interface Verdict {
  standing: Fidelity;
  code: string;
  text: string;
  /** Why there is no CAM, if the text is about other methods. */
  reason: string;
  next: string;
  isWaiting: boolean;
  isNoCam: boolean;
}

/** Undefined if the file itself could not be read; another part says so. */
function verdictOf(state: PageState): Verdict | undefined {
  const { facts, inspection, isTrusted, failure } = state;
  const base: Verdict = {
    ...{ standing: 'unknown', code: '', text: '', reason: '', next: '' },
    ...{ isWaiting: false, isNoCam: false },
  };
  if (inspection) {
    const { standing, text, error } = inspection.verdict;
    const code = error?.code ?? '';
    const said = error === undefined ? text : text.replaceAll(state.path, state.fileName);
    const next = error?.nextAction ?? '';
    if (hasNoCam(state)) return { ...base, code, reason: said, next, ...otherMethods(state) };
    return { ...base, standing, code, text: said, next };
  }
  if (failure && !facts) return undefined;
  if (failure && isTrusted) {
    const { code, message, nextAction } = failure.error;
    return { ...base, standing: 'refused', code, text: message, next: nextAction };
  }
  if (!facts) return { ...base, text: strings.verdictFile, isWaiting: true };
  if (!isTrusted) return { ...base, text: strings.verdictNotRun };
  return { ...base, text: strings.verdictReading, isWaiting: true };
}

/** Whether no other method is possible either. */
function isRefusedToo({ methods }: PageState): boolean {
  return methods !== undefined && 'error' in methods;
}

/** Whether a model without a CAM has a layer whose channels are ranked by their gradients. */
function hasUnits(state: PageState): boolean {
  const { methods, variant } = state;
  if (!hasNoCam(state) || variant.featureTensor !== undefined) return false;
  const offers = methods && 'offers' in methods ? methods.offers : [];
  return offers.some(({ method, reason }) => method === 'grad-cam' && reason === undefined);
}

/** The methods that are left to a model without a CAM. */
function otherMethods({ methods }: PageState): Pick<Verdict, 'standing' | 'text' | 'isNoCam'> {
  if (!methods) return { standing: 'noCam', text: strings.methods.reading, isNoCam: true };
  if ('error' in methods)
    return { standing: 'refused', text: methods.error.message, isNoCam: true };
  const possible = methods.offers.filter(({ reason }) => reason === undefined);
  const names = possible.map(({ name }) => name).join(', ');
  return { standing: 'noCam', text: strings.methods.possible(names), isNoCam: true };
}

function isChanged(state: PageState, previous: PageState): boolean {
  const keys = [
    'facts',
    'inspection',
    'methods',
    'variant',
    'failure',
    'isTrusted',
    'fileName',
    'path',
  ] as const;
  return keys.some((key) => state[key] !== previous[key]);
}

function actions(store: Store, host: Host, request: MethodsRequest): HTMLElement {
  const showCam = button({
    label: strings.showCam,
    appearance: 'primary',
    testId: 'show-cam',
    onClick: () => host.post({ type: 'showCam' }),
  });
  const classUnits = button({
    label: strings.classUnits,
    title: strings.classUnitsHint,
    testId: 'class-units',
    onClick: () => host.post({ type: 'classUnits', classIndex: store.state.view.classIndex }),
  });
  const evaluate = button({
    label: strings.evaluate,
    title: strings.evaluateHint,
    testId: 'evaluate',
    onClick: () => host.post({ type: 'evaluate' }),
  });
  const output = button({
    label: strings.output,
    testId: 'choose-output',
    onClick: () => host.post({ type: 'chooseOutput' }),
  });
  const headCode = button({
    label: strings.headCode,
    title: strings.headCodeHint,
    testId: 'head-code',
    onClick: () => host.post({ type: 'goToCode', tensor: undefined, part: 'call' }),
  });
  const methods = methodsList(store, request);
  const others = element('span', { class: 'verdict-actions' });
  const toDefault = button({
    label: strings.actions.defaultVariant,
    testId: 'default-variant',
    onClick: () => host.post({ type: 'action', action: 'defaultVariant' }),
  });
  store.listen((state) => {
    const { inspection, isTrusted, variant, failure, isReading } = state;
    const { model } = inspection ?? {};
    const facts = factsOf(state);
    // They have their place from the first moment on, so that nothing moves when the verdict comes.
    for (const part of [showCam, classUnits, evaluate]) show(part, isTrusted);
    show(headCode, facts !== undefined && facts.layers.length > 0);
    const isPossible = model !== undefined || (hasNoCam(state) && !isRefusedToo(state));
    setDisabled(showCam, !isPossible || isReading);
    setDisabled(classUnits, model === undefined && !hasUnits(state));
    setDisabled(evaluate, !isPossible || isReading);
    setDisabled(headCode, inspection === undefined);
    const outputs = model?.outputs ?? facts?.outputs.map(({ name }) => name) ?? [];
    show(output, outputs.length > 1);
    setText(output, strings.chooseOutput(model?.output ?? variant.output ?? outputs[0] ?? ''));
    const isDefault = variant.output === undefined && variant.featureTensor === undefined;
    show(toDefault, inspection !== undefined && !isDefault);
    const isOwnFailure = failure !== undefined && inspection === undefined && isTrusted;
    const offered = isOwnFailure ? failure.actions : inspection ? state.actions : [];
    others.replaceChildren(
      ...offered.map((action) =>
        button({
          label: strings.actions[action],
          testId: `action-${action}`,
          onClick: () => host.post({ type: 'action', action }),
        }),
      ),
    );
  });
  return element(
    'div',
    { class: 'verdict-actions' },
    showCam,
    classUnits,
    evaluate,
    methods.button,
    methods.panel,
    headCode,
    output,
    toDefault,
    others,
  );
}
