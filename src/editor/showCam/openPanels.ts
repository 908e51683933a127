import type { ShowCamPanel } from './panel.ts';

/** The open panels; the one that was active last is the one in use. */
export class OpenPanels {
  #panels: ShowCamPanel[] = [];

  /** The panel that commands are about; undefined if none is open. */
  get inUse(): ShowCamPanel | undefined {
    return this.#panels.at(-1);
  }

  /** From now on the panel in use. */
  add(panel: ShowCamPanel): ShowCamPanel {
    this.#use(panel);
    panel.onDidActivate(() => this.#use(panel));
    panel.onDidDispose(() => {
      this.#panels = this.#panels.filter((other) => other !== panel);
    });
    return panel;
  }

  dispose(): void {
    for (const panel of [...this.#panels]) panel.dispose();
  }

  #use(panel: ShowCamPanel): void {
    this.#panels = [...this.#panels.filter((other) => other !== panel), panel];
  }
}
