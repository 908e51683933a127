import type { MapWay } from '../../../src/protocol/mapMethods.ts';
import type { Side } from '../../../src/protocol/showCam.ts';
import { fileNameOf } from '../../shared/format/fileName.ts';
import { formatNumber, formatProbability } from '../../shared/format/numbers.ts';
import { claimInShort } from '../beside/claim.ts';
import { missingText } from '../compared/missing.ts';
import { isDifferenceWanted } from '../compared/mode.ts';
import { modelName, pairOf, sideName, sidesInOrder } from '../compared/names.ts';
import { shownOn } from '../compared/shown.ts';
import { ablatedOf } from '../state/ablation.ts';
import { besideWays } from '../state/beside.ts';
import type { ShownMap } from '../state/mapSource.ts';
import { methodStrings } from '../state/methodStrings.ts';
import { wayName } from '../state/methods.ts';
import type { Loaded, PageState } from '../state/store.ts';
import { isBlank, paneOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { channelTitle, labelOf, titleOf } from '../state/titles.ts';

/** The picture, the model, what it says, and what the map is. */
export function captionOf(state: PageState): string {
  const loaded = state.loaded ?? state.other?.loaded;
  if (!loaded) return '';
  const image = fileNameOf(loaded.explanation.imagePath);
  const isBeside = besideWays(state).length > 0;
  const items = isBeside
    ? besideItems(state, loaded)
    : state.other
      ? comparedItems(state)
      : itemsOf(state, loaded);
  return [image, ...items].filter((item) => item !== '').join(' · ');
}

/** The lines over one of several maps: its method, the check of the map, and the layer that it is of. */
export function besideHeading(state: PageState, way: MapWay, loaded: Loaded): string[] {
  const name = wayName(way, state);
  if (!state.view.figure.hasTexts) return [name];
  const layer = loaded.by?.map?.layer;
  return [
    name,
    claimInShort(loaded),
    ...(layer === undefined ? [] : [strings.targetTensor(layer)]),
  ];
}

/** The lines over one of two maps: its model, and what that says. */
export function headingOf(state: PageState, side: Side): string[] {
  const loaded = paneOf(state, side)?.loaded;
  const shown = shownOn(state, side);
  if (!loaded || !shown) return [];
  const { probabilities, logits } = loaded.explanation;
  const values = strings.classOfPane(
    titleOf(shown, loaded.model.model),
    formatProbability(probabilities[shown.classIndex] ?? 0),
    formatNumber(logits[shown.classIndex] ?? 0),
  );
  const { fileName } = loaded.model;
  const isModel = pairOf(state) === 'models';
  const name = isModel ? fileName : `${sideName(state, side)} · ${fileName}`;
  const isByMethod = loaded.by !== undefined || paneOf(state, otherSide(side))?.loaded?.by;
  const way = isByMethod ? wayOf(state, loaded) : '';
  return [name, values, way].filter((text) => text !== '');
}

function otherSide(side: Side): Side {
  return side === 'main' ? 'other' : 'main';
}

/** How a map was made, or why there is none. */
function wayOf(state: PageState, loaded: Loaded): string {
  if (isBlank(loaded)) return missingText(state) ?? '';
  const { by, model, explanation } = loaded;
  const { width, height } = explanation.featureMap;
  const kind = by?.name ?? strings.mapKinds[model.model.mapKind];
  const isFailed = explanation.claim.standing === 'mismatch';
  return [strings.mapOfFigure(kind, width, height), isFailed ? strings.fidelity.mismatch : '']
    .filter((text) => text !== '')
    .join(' · ');
}

/** What is the same for all maps. */
function besideItems(state: PageState, loaded: Loaded): string[] {
  const { fileName } = loaded.model;
  const shown = state.view.layer === 'picture' ? undefined : loaded.maps.shown(state.view);
  return [fileName, classesOf(loaded, shown), methodStrings.ownScales];
}

function itemsOf(state: PageState, loaded: Loaded): string[] {
  const { fileName } = loaded.model;
  if (state.view.layer === 'picture') return [fileName, classesOf(loaded, undefined)];
  const shown = loaded.maps.shown(state.view);
  return [fileName, classesOf(loaded, shown), ...mapItems(state, loaded, shown)];
}

/** The class and its probability; for a contrast both. */
function classesOf({ explanation, model, maps }: Loaded, shown: ShownMap | undefined): string {
  const named = (classIndex: number) =>
    `${labelOf(classIndex, model.model.labels.value)} ${formatProbability(explanation.probabilities[classIndex] ?? 0)}`;
  const own = named(shown?.classIndex ?? maps.topClass);
  return shown?.contrastIndex === undefined
    ? own
    : strings.contrastTitle(own, named(shown.contrastIndex));
}

function mapItems(state: PageState, loaded: Loaded, shown: ShownMap): string[] {
  const { explanation, model, variant, whole, by } = loaded;
  const { width, height } = explanation.featureMap;
  if (by) {
    const { layer } = by.map ?? {};
    return [
      strings.mapOfFigure(by.name, width, height),
      explanation.claim.standing === 'mismatch' ? strings.fidelity.mismatch : '',
      layer === undefined ? '' : strings.targetTensor(layer),
    ];
  }
  const { mapKind } = model.model;
  const name = (channel: number) =>
    channelTitle(channel, explanation.featureMap.channels, model.model);
  const off = ablatedOf(model.model, whole, state);
  const layer = variant.featureTensor;
  return [
    shown.channel === undefined ? '' : strings.channelAlone(name(shown.channel)),
    strings.fidelity[explanation.claim.standing],
    strings.mapOfFigure(strings.mapKinds[mapKind], width, height),
    layer === undefined ? '' : strings.targetTensor(layer),
    off.length === 0 ? '' : strings.withoutChannels(off.map(name).join(', ')),
  ];
}

/** The names of two models stand over their maps; a difference has none. */
function comparedItems(state: PageState): string[] {
  if (!isDifferenceWanted(state)) return [];
  const shown = shownOn(state, 'main');
  if (!shown || !state.loaded) return [];
  const label = labelOf(shown.classIndex, state.loaded.model.model.labels.value);
  const names = sidesInOrder(state).map((side) => headingOf(state, side).join(' · '));
  const title = strings.differenceTitle(label, modelName(state, 'main'), modelName(state, 'other'));
  return [title, ...names];
}
