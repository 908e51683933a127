import { basename, extname } from 'node:path';
import * as vscode from 'vscode';
import { CamError } from '../../cam/base/errors.ts';
import type { Figure, FigureFormat } from '../../cam/results/figure.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { SavedPicture } from '../../protocol/showCam.ts';
import { askForPlace, writeBytes } from '../files/saveFile.ts';
import { withProgress } from '../slowWork.ts';

interface Services {
  engine: EngineClient;
  context: vscode.ExtensionContext;
  /** Puts the saved picture on the clipboard. */
  copy: (saved: SavedPicture) => void;
}

/**
 * Asks for a place and saves a figure there, as PNG or SVG by the ending of the chosen name. The
 * notification about the file offers to copy the picture.
 * @param pictures absolute path of the photo's folder
 * @returns the path; undefined if the user chose none
 * @throws CamError `notWritable` (also for another ending), `imageTooLarge`
 */
export async function saveFigure(
  { figure, suggestedName }: { figure: Figure; suggestedName: string },
  pictures: string,
  { engine, context, copy }: Services,
): Promise<string | undefined> {
  const formats = ['png', 'svg'] as const;
  const filters = suggestedName.endsWith('.svg') ? formats.toReversed() : formats;
  const target = await askForPlace(suggestedName, filters, pictures, context);
  if (!target) return undefined;
  const format = formatOf(target);
  const bytes = await drawFigure(figure, format, engine);
  const path = target.fsPath;
  const copySaved = async () => {
    const png = format === 'png' ? bytes : await drawFigure(figure, 'png', engine);
    copy({ path, png });
  };
  return writeBytes(target, bytes, context, {
    label: vscode.l10n.t('Copy'),
    run: () => copySaved().catch(() => copyPathInstead(path)),
  });
}

/** Copies the path of a saved picture that could not be copied, and says so. */
export async function copyPathInstead(path: string): Promise<void> {
  await vscode.env.clipboard.writeText(path);
  void vscode.window.showWarningMessage(
    vscode.l10n.t(
      'The picture could not be copied; the path of its file is on the clipboard instead.',
    ),
  );
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
  const ending = extname(fsPath).toLowerCase();
  if (ending === '.png') return 'png';
  if (ending === '.svg') return 'svg';
  throw new CamError({
    code: 'notWritable',
    message: vscode.l10n.t('{0}: a picture is saved as PNG or SVG.', basename(fsPath)),
    nextAction: vscode.l10n.t('Choose a name that ends in .png or .svg.'),
    file: fsPath,
  });
}
