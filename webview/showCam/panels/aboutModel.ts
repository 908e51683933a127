import type { Geometry } from '../../../src/cam/base/geometry.ts';
import type { Sourced } from '../../../src/cam/config/preprocessing.ts';
import type { Explanation } from '../../../src/cam/results/explanation.ts';
import type { ShownModel } from '../../../src/protocol/mapMethods.ts';
import { preprocessingTexts } from '../../shared/format/preprocessingText.ts';
import { element } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import { methodStrings } from '../state/methodStrings.ts';
import type { ByMethod, Loaded, OtherPane, Store } from '../state/store.ts';
import { isComparing } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** Facts about the model, and where labels and preprocessing came from. */
export function aboutModel(store: Store, editPreprocessing: () => void): HTMLElement {
  const facts = element('dl', { class: 'facts' });
  const edit = button({
    label: strings.editPreprocessing,
    testId: 'edit-preprocessing',
    onClick: editPreprocessing,
  });
  store.listen(({ loaded }, previous) => {
    if (!loaded || loaded === previous.loaded) return;
    facts.replaceChildren(...factsOf(loaded));
  });
  return element(
    'section',
    { class: 'about', 'aria-label': strings.about },
    element('h2', {}, strings.about),
    facts,
    edit,
  );
}

function factsOf({ model: { model, fileName }, explanation, by }: Loaded): Node[] {
  return [
    ...fact(strings.model, fileName, model.path),
    ...fact(strings.map, by ? mapByMethod(explanation, by) : mapOfModel(explanation, model)),
    ...fact(strings.check, `${explanation.claim.text} · ${explanation.place.text}`),
    ...labelFact(model),
    ...sourced(
      strings.preprocessing,
      model.preprocessing,
      preprocessingTexts(model.preprocessing.value).join(' · '),
    ),
    ...fact(strings.layers.picture, describeSeen(explanation.geometry)),
  ];
}

function mapOfModel({ featureMap }: Explanation, { mapKind, featureTensor }: ShownModel): string {
  const { channels, width, height } = featureMap;
  return strings.mapFacts(strings.mapKinds[mapKind], featureTensor, channels, width, height);
}

function mapByMethod({ featureMap: { width, height } }: Explanation, { name, map }: ByMethod) {
  return map?.layer === undefined
    ? methodStrings.mapFacts(name, width, height)
    : methodStrings.mapFactsAt(name, width, height, map.layer);
}

function labelFact({ labels, classes }: ShownModel): Node[] {
  const count = strings.labelCount(classes);
  return labels.standIn
    ? fact(strings.labels, `${count} · ${labels.source}`)
    : sourced(strings.labels, labels, count);
}

function sourced(name: string, value: Sourced<unknown>, text: string): Node[] {
  const source = element(
    'span',
    { class: 'source', title: value.file },
    strings.from(value.source),
  );
  return fact(name, text, undefined, source);
}

function fact(name: string, text: string, title?: string, more?: Node): Node[] {
  const value = element('dd', { title }, text);
  if (more) value.append(more);
  return [element('dt', {}, name), value];
}

function describeSeen({ photo, seen, crop }: Geometry): string {
  const whole = seen.width > photo.width - 0.5 && seen.height > photo.height - 0.5;
  const part = whole
    ? strings.seenWhole
    : strings.seenPart(
        Math.round(seen.width),
        Math.round(seen.height),
        Math.round(seen.x),
        Math.round(seen.y),
      );
  return `${part} ${strings.seenAs(crop.width, crop.height)}.`;
}

/** Notices about the models and this image; a notice about both models is shown once. */
export function notices(store: Store): HTMLElement {
  const list = element('ul', { class: 'notices', 'data-testid': 'notices' });
  store.listen((state, previous) => {
    const { loaded } = state;
    // Notices about the model before its file changed are no longer useful.
    const other = isComparing(state) ? state.other : undefined;
    if (loaded === previous.loaded && state.other === previous.other) return;
    const texts = [...new Set([...noticesOf(loaded, other), ...noticesOf(other?.loaded, other)])];
    list.hidden = texts.length === 0;
    list.replaceChildren(
      ...texts.map((text) =>
        element('li', {}, icon('info', 'notice-icon'), element('span', {}, text)),
      ),
    );
  });
  list.hidden = true;
  return list;
}

/** With two models, the notices about a model begin with its name. */
function noticesOf(loaded: Loaded | undefined, other: OtherPane | undefined): string[] {
  if (!loaded) return [];
  const { model, fileName } = loaded.model;
  const ofModel = model.notices.map((text) => (other ? `${fileName}: ${text}` : text));
  return [...ofModel, ...loaded.explanation.notices];
}
