import { CamError } from '../../../src/cam/base/errors.ts';
import type { LayerGraph } from '../../../src/cam/results/layerGraph.ts';
import type { CodePart } from '../../../src/protocol/code.ts';
import type { ModelTabRequests } from '../../../src/protocol/modelTab.ts';
import type { Requests } from '../../shared/page/requests.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageState, Store } from '../state/store.ts';
import { factsOf } from '../state/store.ts';
import { strings, times } from '../state/strings.ts';
import { GraphView } from './graphView.ts';

/** The graph of the layers, asked for when it is first seen. */
export class GraphPanel {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #requests: Requests<ModelTabRequests>;
  readonly #view: GraphView;
  /** Over the drawing. */
  readonly #status = element('p', {
    class: 'note graph-status',
    role: 'status',
    'data-testid': 'graph-status',
  });
  /** The layers whose graph is shown or on its way. */
  #of: readonly string[] | undefined;
  #drawn = '';

  constructor(
    store: Store,
    requests: Requests<ModelTabRequests>,
    goToCode: (tensor: string, part: CodePart) => void,
  ) {
    this.#store = store;
    this.#requests = requests;
    this.#view = new GraphView(store.state.view.graphZoom, {
      choose: (tensor) => store.updateView({ tensor }),
      keepOpen: (openGroups) => store.updateView({ openGroups }),
      keepZoom: (graphZoom) => store.updateView({ graphZoom }),
      goToDefinition: (tensor) => goToCode(tensor, 'definition'),
    });
    this.element = element(
      'section',
      { class: 'graph', 'aria-label': strings.graph.title },
      element(
        'div',
        { class: 'section-head' },
        element('h2', {}, strings.graph.title),
        this.#tools(),
      ),
      element('p', { class: 'note' }, strings.graph.legend),
      this.#view.element,
      this.#status,
    );
    store.listen((state, previous) => {
      this.#load();
      if (state.view.tensor !== previous.view.tensor) this.#view.choose(state.view.tensor);
    });
    new ResizeObserver(() => this.#load()).observe(this.element);
  }

  #tools(): HTMLElement {
    const { zoom } = this.#view;
    const { zoomOut, zoomIn, fit, foldAll } = strings.graph;
    return element(
      'div',
      { class: 'graph-tools' },
      button({ label: zoomOut, icon: icon('zoomOut'), onClick: () => zoom.step(-1) }),
      button({ label: zoomIn, icon: icon('zoomIn'), onClick: () => zoom.step(1) }),
      button({ label: fit, icon: icon('fit'), testId: 'graph-fit', onClick: () => zoom.fit() }),
      button({ label: foldAll, testId: 'graph-fold', onClick: () => this.#view.foldAll() }),
    );
  }

  /** Asks for the graph of the layers that are listed, if it is seen and not asked for yet. */
  #load(): void {
    const { state } = this.#store;
    const facts = factsOf(state);
    const isFinal = state.inspection !== undefined || !state.isTrusted;
    if (!facts || !isFinal || facts.layers.length === 0 || this.element.offsetWidth === 0) return;
    const of = facts.layers.map(({ tensor }) => tensor);
    if (this.#of && isSame(this.#of, of)) return;
    this.#of = of;
    setText(this.#status, strings.graph.reading);
    show(this.#status, true);
    this.#requests.send('layerGraph', {}).then(
      (graph) => this.#show(graph),
      (error) => {
        const { message, nextAction } = CamError.toData(error);
        setText(this.#status, `${message} ${nextAction}`);
      },
    );
  }

  async #show(graph: LayerGraph): Promise<void> {
    const { state } = this.#store;
    const facts = factsOf(state);
    show(this.#status, false);
    const text = JSON.stringify(graph);
    if (!facts || text === this.#drawn) return;
    this.#drawn = text;
    const { openGroups } = state.view;
    this.#view.choose(state.view.tensor);
    await this.#view.showGraph(graph, facts, pictureShape(state), openGroups);
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, at) => text === b[at]);
}

/** Channels first; empty if the model does not say it. */
function pictureShape({ inspection }: PageState): string {
  const { channels, width, height } = inspection?.input ?? {};
  return channels && width && height ? times(channels, height, width) : '';
}
