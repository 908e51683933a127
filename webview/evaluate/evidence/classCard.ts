import type {
  ClassEvidence,
  EvidenceCluster,
  RegionShare,
} from '../../../src/cam/results/evaluation/evidence.ts';
import { imageCount } from '../../shared/format/strings.ts';
import { mapCanvas } from '../../shared/grid/mapCanvas.ts';
import { element, setName, setText, show } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import { reportStrings as strings } from '../state/reportStrings.ts';
import { labelOf } from '../state/store.ts';
import { formatPercentOf } from '../state/strings.ts';
import { ClusterImages } from './clusterImages.ts';

/** One class: its mean map, the regions that hold its evidence, and the clusters of its images. */
export class ClassCard {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #name = element('h2', { class: 'evidence-name' });
  readonly #count = element('span', { class: 'note number' });
  readonly #maps = element('div', { class: 'evidence-maps' });
  readonly #shares = element('div', { class: 'evidence-shares' });
  readonly #text = element('p', { class: 'evidence-text suspicious', 'data-testid': 'class-text' });
  readonly #clusters = element('ul', { class: 'evidence-clusters', tabindex: 0 });
  #images: ClusterImages[] = [];
  #shown: ClassEvidence | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.element = element(
      'section',
      { class: 'evidence-class', 'data-testid': 'evidence-class' },
      element('div', { class: 'section-head' }, this.#name, this.#count),
      this.#text,
      element('div', { class: 'evidence-body' }, this.#maps, this.#shares, this.#clusters),
    );
  }

  update(evidence: ClassEvidence): void {
    const label = labelOf(this.#parts.store.state, evidence.classIndex);
    if (evidence === this.#shown && this.#name.textContent === label) return;
    this.forget();
    this.#shown = evidence;
    const { pictures, meanMap, meanActivation, shares, clusters, classIndex, text } = evidence;
    setName(this.#name, label);
    setText(this.#count, imageCount(pictures));
    show(this.#text, text !== undefined);
    this.#text.replaceChildren(...(text === undefined ? [] : [...suspicion(), text]));
    this.#text.title = text ?? '';
    this.#maps.replaceChildren(
      captioned(mapCanvas(meanMap, strings.meanMapOf(label)), strings.meanMap),
      captioned(mapCanvas(meanActivation, strings.meanActivationOf(label)), strings.meanActivation),
    );
    this.#shares.replaceChildren(shareTable(shares, label));
    this.#clusters.setAttribute('aria-label', strings.clusters(label));
    const none = element('li', { class: 'note' }, strings.noClusters);
    const made = clusters.map((cluster) => this.#cluster(cluster, classIndex, label));
    this.#clusters.replaceChildren(...(made.length > 0 ? made : [none]));
  }

  /** It is no longer in view. */
  forget(): void {
    for (const images of this.#images) images.forget();
    this.#images = [];
    this.#shown = undefined;
  }

  #cluster(cluster: EvidenceCluster, classIndex: number, label: string): HTMLElement {
    const { paths, meanMap, deviation, text, suspicious } = cluster;
    const images = new ClusterImages(this.#parts, paths, classIndex);
    this.#images.push(images);
    const figures = element(
      'p',
      { class: 'note number', title: strings.deviationHint },
      `${strings.cluster(paths.length)} · ${strings.deviation(deviation.toFixed(2))}`,
    );
    return element(
      'li',
      { class: `evidence-cluster${suspicious ? ' suspicious' : ''}`, 'data-testid': 'cluster' },
      element(
        'div',
        { class: 'cluster-pictures' },
        mapCanvas(meanMap, strings.meanMapOf(label)),
        images.element,
      ),
      figures,
      element(
        'p',
        { class: 'cluster-text', title: text },
        ...(suspicious ? suspicion() : []),
        text,
      ),
    );
  }
}

/** Said in words, not only by a colour. */
function suspicion(): [HTMLElement, string] {
  return [element('strong', {}, strings.suspicious), ' '];
}

function captioned(canvas: HTMLCanvasElement, caption: string): HTMLElement {
  return element('figure', {}, canvas, element('figcaption', { class: 'note' }, caption));
}

function shareTable(shares: readonly RegionShare[], label: string): HTMLElement {
  const { region, share, activation, chance } = strings.shareColumns;
  const head = (text: string, title?: string) => element('th', { scope: 'col', title }, text);
  const hints = strings.shareHints;
  return element(
    'table',
    { class: 'share-table number', 'aria-label': strings.shares(label) },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        head(region),
        head(share, hints.share),
        head(activation, hints.activation),
        head(chance, hints.chance),
      ),
    ),
    element(
      'tbody',
      {},
      ...shares.map((row) =>
        element(
          'tr',
          {},
          element(
            'th',
            {
              scope: 'row',
              title: row.pictures === undefined ? undefined : imageCount(row.pictures),
            },
            strings.regions[row.region],
          ),
          ...[row.share, row.ofMeanActivation, row.chance].map((value) =>
            element('td', {}, formatPercentOf(value)),
          ),
        ),
      ),
    ),
  );
}
