import path from 'node:path';
import * as vscode from 'vscode';
import { CamError } from '../../cam/base/errors.ts';
import { isPyTorchInternal } from '../../cam/code/origins/frames.ts';
import type { NodeOrigin } from '../../cam/code/origins/origins.ts';
import type { CodeLink, SourceLine } from '../../cam/code/python/codeLink.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { CodePart } from '../../protocol/code.ts';
import type { ModelVariants } from '../models/modelVariant.ts';
import type { ModelCode, ModelCodes } from './found/modelCode.ts';
import { openCode, placeText } from './found/openCode.ts';

/** The line of code to go to. */
export interface CodeTarget {
  /** Absolute path of the model. */
  modelPath: string;
  /** A tensor that the node makes; without one, the layer that the map is made of. */
  tensor?: string;
  part: CodePart;
}

/** What going to code needs from the extension. */
export interface GoToCodeServices {
  engine: EngineClient;
  codes: ModelCodes;
  variants: ModelVariants;
}

/** Progress is shown only if the search of the whole workspace takes longer than this. */
const PROGRESS_AFTER_MS = 500;

/** Opens the line of Python code behind a tensor of a model, or says in one sentence why there is none. */
export async function goToCode(codes: ModelCodes, target: Required<CodeTarget>): Promise<void> {
  const { modelPath, tensor, part } = target;
  try {
    const code = await codes.of(modelPath);
    const node = code.nodes.find(({ origin }) => origin.outputs.includes(tensor));
    // A link by name alone may fit another file of the workspace better.
    const known = code.hasTrace || code.isSure ? node?.link : undefined;
    const link = known ?? (node && (await searchEverywhere(codes, modelPath, node.origin)));
    if (link === 'cancelled') return;
    const line = link && (await chooseLine(link, part));
    if (line === 'cancelled') return;
    if (line) await openCode(line, true);
    else void vscode.window.showInformationMessage(notFound(code, node?.origin, target));
  } catch (error) {
    const { message, nextAction } = CamError.toData(error);
    void vscode.window.showErrorMessage(`${message} ${nextAction}`);
  }
}

/** As {@link goToCode}, for a target that need not name a tensor. */
export async function goToCodeOfTarget(
  { engine, codes, variants }: GoToCodeServices,
  { modelPath, tensor, part }: CodeTarget,
): Promise<void> {
  let wanted = tensor;
  if (wanted === undefined) {
    const variant = variants.of(modelPath);
    const model = await engine.call('openModel', [modelPath, variant]).catch(() => undefined);
    wanted = model?.featureTensor;
  }
  if (wanted !== undefined) await goToCode(codes, { modelPath, tensor: wanted, part });
}

/**
 * The requested line, or the other one if it is not known. If several classes have modules of the same names, the user
 * chooses one.
 */
async function chooseLine(
  { definition, otherDefinitions, call }: CodeLink,
  part: CodePart,
): Promise<SourceLine | 'cancelled' | undefined> {
  if (part === 'call' && call) return call;
  if (!definition || otherDefinitions.length === 0) return definition ?? call;
  const lines = [definition, ...otherDefinitions];
  const chosen = await vscode.window.showQuickPick(
    lines.map((line) => ({ label: placeText(line), line })),
    {
      title: vscode.l10n.t('Several classes define a module of this name. Which one do you mean?'),
    },
  );
  return chosen?.line ?? 'cancelled';
}

async function searchEverywhere(
  codes: ModelCodes,
  model: string,
  origin: NodeOrigin,
): Promise<CodeLink | 'cancelled' | undefined> {
  const source = new vscode.CancellationTokenSource();
  const search = codes.locate(model, origin, source.token);
  const isDone = await Promise.race([
    search.then(() => true),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), PROGRESS_AFTER_MS)),
  ]);
  if (isDone) return search;
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      cancellable: true,
      title: vscode.l10n.t('Looking for the code of {0}', path.basename(model)),
    },
    async (_, token) => {
      token.onCancellationRequested(() => source.cancel());
      const found = await search;
      return source.token.isCancellationRequested ? 'cancelled' : found;
    },
  );
}

function notFound(
  { path: model }: ModelCode,
  origin: NodeOrigin | undefined,
  { tensor }: Required<CodeTarget>,
): string {
  const name = path.basename(model);
  const recorded = origin && ownFrame(origin);
  if (recorded) {
    return vscode.l10n.t(
      '{0} was exported from {1}, line {2}, which is not in this workspace. Open the folder that contains it.',
      name,
      recorded.file,
      String(recorded.line),
    );
  }
  if (origin && origin.module !== '') {
    return vscode.l10n.t(
      'No Python file in this workspace defines the module {0} of {1}. Open the folder that contains its code.',
      origin.module,
      name,
    );
  }
  return vscode.l10n.t(
    'The exporter of {0} recorded nothing about the code behind "{1}". Export it with torch.onnx.export(…, dynamo=True).',
    name,
    tensor,
  );
}

/** The innermost call outside PyTorch. */
function ownFrame({ frames }: NodeOrigin): NodeOrigin['frames'][number] | undefined {
  return frames.findLast(({ file }) => !isPyTorchInternal(file));
}
