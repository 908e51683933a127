import type * as vscode from 'vscode';
import type { ModelInspection } from '../../cam/results/inspection.ts';
import type { CodeLinkTexts, CodePart } from '../../protocol/code.ts';
import type { ToModelTab } from '../../protocol/modelTab.ts';
import type { ModelCodes, NodeLink } from './found/modelCode.ts';
import { placeText } from './found/openCode.ts';
import { goToCode } from './goToCode.ts';
import { headTensorOf } from './headCode.ts';

/** The code behind the layers of one model tab. Only the selected layer is reported. */
export class ModelTabCode implements vscode.Disposable {
  readonly #codes: ModelCodes;
  readonly #model: string;
  readonly #post: (message: ToModelTab) => void;
  readonly #subscription: vscode.Disposable;
  #asked: string | undefined;

  constructor(codes: ModelCodes, model: string, post: (message: ToModelTab) => void) {
    this.#codes = codes;
    this.#model = model;
    this.#post = post;
    this.#subscription = codes.onDidChange(() => {
      if (this.#asked !== undefined) void this.tell(this.#asked);
    });
  }

  /** Tells the page where a layer is, and again when that changes. */
  async tell(tensor: string): Promise<void> {
    this.#asked = tensor;
    const code = await this.#codes.of(this.#model).catch(() => undefined);
    if (this.#asked !== tensor) return;
    const node = code?.nodes.find(({ origin }) => origin.outputs.includes(tensor));
    this.#post({ type: 'code', tensor, texts: node && textsOf(node) });
  }

  /** Opens the code of a layer, or of the node that decides the kind of the map (the subject of the first line). */
  async open(
    tensor: string | undefined,
    part: CodePart,
    inspection: ModelInspection | undefined,
  ): Promise<void> {
    const wanted = tensor ?? (inspection && (await this.#headTensor(inspection)));
    if (wanted !== undefined) {
      await goToCode(this.#codes, { modelPath: this.#model, tensor: wanted, part });
    }
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #headTensor(inspection: ModelInspection): Promise<string | undefined> {
    const code = await this.#codes.of(this.#model).catch(() => undefined);
    return code && headTensorOf(inspection, code.nodes);
  }
}

function textsOf({ link }: NodeLink): CodeLinkTexts | undefined {
  if (!link) return undefined;
  const { certainty, definition, call } = link;
  return {
    certainty,
    definition: definition && placeText(definition),
    call: call && placeText(call),
  };
}
