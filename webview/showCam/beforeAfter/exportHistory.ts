import { formatMinute, formatProbability } from '../../shared/format/numbers.ts';
import { element, setAttributes, setText, show } from '../../shared/widgets/dom.ts';
import { comparedClasses } from '../compared/comparedClasses.ts';
import type { Host } from '../state/host.ts';
import type { Change, PageState, Store } from '../state/store.ts';
import { isComparing } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/titles.ts';
import { chooseExport } from './change.ts';
import { Sparkline } from './sparkline.ts';

/** Which earlier export is shown before the current one: its time and what it said, and a slider if there are several. */
export function exportHistory(store: Store, host: Host): HTMLElement {
  const slider = element('input', {
    type: 'range',
    min: 0,
    step: 1,
    'aria-label': strings.history,
    'data-testid': 'history',
  });
  const when = element('output', { class: 'history-when number', 'data-testid': 'history-when' });
  const sparkline = new Sparkline();
  const view = element('div', { class: 'history' }, sparkline.element, slider, when);
  slider.addEventListener('input', () => {
    const chosen = store.state.change?.exports[slider.valueAsNumber];
    if (chosen) chooseExport(store, host, chosen.number);
  });
  store.listen((state) => {
    const { change } = state;
    const shown = change && shownExport(change);
    show(view, shown !== undefined && !isComparing(state));
    if (!change || !shown) return;
    const { exports } = change;
    const hasSeveral = exports.length > 1;
    show(slider, hasSeveral);
    show(sparkline.element, hasSeveral);
    const index = exports.indexOf(shown);
    slider.max = String(exports.length - 1);
    if (slider.valueAsNumber !== index) slider.value = String(index);
    slider.style.setProperty('--fill', `${(100 * index) / Math.max(exports.length - 1, 1)}%`);
    const parts = [
      formatMinute(shown.sinceMs),
      strings.exportsAgo(shown.exportsAgo),
      `${shown.top.label} ${formatProbability(shown.top.probability)}`,
      ...(change.isPinned ? [strings.pinned] : []),
    ];
    setText(when, parts.join(' · '));
    when.title = parts.join(' · ');
    setAttributes(slider, { 'aria-valuetext': parts.join(', ') });
    if (hasSeveral) drawSparkline(sparkline, state, change, index);
  });
  view.hidden = true;
  return view;
}

function shownExport({ exports, wanted, number }: Change): Change['exports'][number] | undefined {
  return exports.find((one) => one.number === (wanted ?? number));
}

/** The probability of the class on show in each export, the current one last. */
function drawSparkline(
  sparkline: Sparkline,
  state: PageState,
  { exports }: Change,
  chosen: number,
): void {
  const { loaded } = state;
  const classIndex = state.other ? comparedClasses(state).main : loaded?.maps.classOf(state.view);
  if (!loaded || classIndex === undefined) return;
  const now = loaded.explanation.probabilities[classIndex] ?? Number.NaN;
  const values = [...exports.map(({ probabilities }) => probabilities?.[classIndex]), now];
  const known = values.filter((value) => value !== undefined);
  const label = labelOf(classIndex, loaded.model.model.labels.value);
  const title = strings.probabilityOver(
    label,
    formatProbability(known[0] ?? Number.NaN),
    formatProbability(now),
  );
  sparkline.draw(values, chosen, title);
}
