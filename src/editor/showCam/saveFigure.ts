import path from 'node:path';
import * as vscode from 'vscode';
import { CamError } from '../../cam/base/errors.ts';
import type { Figure, FigureFormat } from '../../cam/results/figure.ts';
import type { EngineClient } from '../../engine/client.ts';
import { askForPlace, writeBytes } from '../files/saveFile.ts';
import { withProgress } from '../slowWork.ts';

interface Services {
  engine: EngineClient;
  context: vscode.ExtensionContext;
}

/**
 * Asks for a place and saves a figure there, as PNG or SVG by the ending of the chosen name.
 * @param pictures absolute path of the photo's folder
 * @returns the path; undefined if the user chose none
 * @throws CamError `notWritable` (also for another ending), `imageTooLarge`
 */
export async function saveFigure(
  { figure, suggestedName }: { figure: Figure; suggestedName: string },
  pictures: string,
  { engine, context }: Services,
): Promise<string | undefined> {
  const formats = ['png', 'svg'] as const;
  const filters = suggestedName.endsWith('.svg') ? formats.toReversed() : formats;
  const target = await askForPlace(suggestedName, filters, pictures, context);
  if (!target) return undefined;
  const bytes = await drawFigure(figure, formatOf(target), engine);
  return writeBytes(target, bytes, context);
}

/**
 * A figure as the bytes of a file.
 * @throws CamError `imageTooLarge`, `cancelled`
 */
export function drawFigure(
  figure: Figure,
  format: FigureFormat,
  engine: EngineClient,
): Promise<Uint8Array> {
  return withProgress(vscode.l10n.t('Drawing the picture'), (signal) =>
    engine.call('drawFigure', [figure, format], signal),
  );
}

function formatOf({ fsPath }: vscode.Uri): FigureFormat {
  const ending = path.extname(fsPath).toLowerCase();
  if (ending === '.png') return 'png';
  if (ending === '.svg') return 'svg';
  throw new CamError({
    code: 'notWritable',
    message: vscode.l10n.t('{0}: a picture is saved as PNG or SVG.', path.basename(fsPath)),
    nextAction: vscode.l10n.t('Choose a name that ends in .png or .svg.'),
    file: fsPath,
  });
}
