import path from 'node:path';
import * as vscode from 'vscode';
import type { CodeLink, SourceLine } from '../../cam/code/codeLink.ts';
import { isPyTorchInternal } from '../../cam/code/frames.ts';
import type { NodeOrigin } from '../../cam/code/origins.ts';
import { CamError } from '../../cam/errors.ts';
import type { CodePart } from '../../protocol/code.ts';
import type { ModelCode, ModelCodes } from './modelCode.ts';
import { openCode } from './openCode.ts';

/** Which line of code is asked for. */
export interface CodeTarget {
  /** Absolute path of the model. */
  modelPath: string;
  /** A tensor that the node in question makes. */
  tensor: string;
  part: CodePart;
}

/** Searching the whole workspace can take a while; only then it is shown. */
const PROGRESS_AFTER_MS = 500;

/** Opens the line of Python code behind a tensor of a model, or says in one sentence why there is none. */
export async function goToCode(codes: ModelCodes, target: CodeTarget): Promise<void> {
  try {
    const code = await codes.of(target.modelPath);
    const node = code.nodes.find(({ origin }) => origin.outputs.includes(target.tensor));
    const line = node?.link && lineOf(node.link, target.part);
    if (line) return await openCode(line, true);
    const found = node && (await searchEverywhere(codes, target.modelPath, node.origin));
    if (found === 'cancelled') return;
    const place = found && lineOf(found, target.part);
    if (place) return await openCode(place, true);
    void vscode.window.showInformationMessage(notFound(code, node?.origin, target));
  } catch (error) {
    const { message, nextAction } = CamError.toData(error);
    void vscode.window.showErrorMessage(`${message} ${nextAction}`);
  }
}

/** The other one where the one asked for is not known. */
function lineOf({ definition, call }: CodeLink, part: CodePart): SourceLine | undefined {
  return part === 'definition' ? (definition ?? call) : (call ?? definition);
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
  { tensor }: CodeTarget,
): string {
  const name = path.basename(model);
  const recorded = origin && ownFrame(origin);
  if (recorded) {
    return vscode.l10n.t(
      '{0} was exported from {1}, line {2}, which is not in this workspace. Open the folder that holds it.',
      name,
      recorded.file,
      String(recorded.line),
    );
  }
  if (origin && origin.module !== '') {
    return vscode.l10n.t(
      'No Python file of this workspace defines the module {0} of {1}. Open the folder that holds its code.',
      origin.module,
      name,
    );
  }
  return vscode.l10n.t(
    'The exporter of {0} left nothing that leads to the code of "{1}". Export it by torch.onnx.export(…, dynamo=True).',
    name,
    tensor,
  );
}

/** The innermost call outside of PyTorch. */
function ownFrame({ frames }: NodeOrigin): NodeOrigin['frames'][number] | undefined {
  return frames.findLast(({ file }) => !isPyTorchInternal(file));
}
