import path from 'node:path';
import * as vscode from 'vscode';
import { CamError, orRefusal } from '../../cam/base/errors.ts';
import type { PinsOf } from '../../cam/pins/pinsFile.ts';
import type { MapWay } from '../../cam/results/mapWay.ts';
import { wayName } from '../../cam/results/mapWay.ts';
import type { EngineClient } from '../../engine/client.ts';

interface MethodItem extends vscode.QuickPickItem {
  way?: MapWay;
  /** Whether the model allows it. */
  isAllowed?: boolean;
}

interface Question {
  engine: Pick<EngineClient, 'call'>;
  of: PinsOf;
  /** How the maps are made now. */
  present: MapWay | undefined;
  /** The output that was chosen of the model. */
  options: { output?: string };
}

/**
 * Lets the user choose how the maps of pinned images are made, among all ways that the model allows; the others are
 * listed with the reason.
 * @returns undefined if they chose nothing; `{}` for a CAM of a model that has one, which needs no choice
 * @throws CamError if the model cannot be used.
 */
export async function pickPinsMethod(question: Question): Promise<{ way?: MapWay } | undefined> {
  const { of } = question;
  const items = itemsOf(question);
  const chosen = await vscode.window.showQuickPick<MethodItem>(items, {
    title: vscode.l10n.t('Maps of the pinned images of {0}', path.basename(of.model)),
    placeHolder: vscode.l10n.t('How the maps are made, now and after each export'),
  });
  if (!chosen?.way) return undefined;
  if (!chosen.isAllowed) {
    void vscode.window.showWarningMessage(`${chosen.label}: ${chosen.detail}`);
    return undefined;
  }
  return chosen.way === 'cam' ? {} : { way: chosen.way };
}

async function itemsOf({ engine, of, present, options }: Question): Promise<MethodItem[]> {
  const { model } = of;
  const { offers } = await engine.call('describeMethods', [model, options]);
  const opened = await orRefusal(() => engine.call('openModel', [model, options]));
  const noCam = CamError.is(opened) ? { reason: opened.message } : {};
  const ways = [{ method: 'cam' as const, name: wayName('cam'), ...noCam }, ...offers];
  const item = ({ method: way, name, reason }: (typeof ways)[number]): MethodItem => ({
    label: name,
    description: way === present ? vscode.l10n.t('now') : '',
    ...(reason === undefined ? {} : { detail: reason.replaceAll(model, path.basename(model)) }),
    way,
    isAllowed: reason === undefined,
  });
  const allowed = ways.filter(({ reason }) => reason === undefined).map(item);
  const others = ways.filter(({ reason }) => reason !== undefined).map(item);
  const separator: MethodItem = {
    label: vscode.l10n.t('not possible for this model'),
    kind: vscode.QuickPickItemKind.Separator,
  };
  return others.length === 0 ? allowed : [...allowed, separator, ...others];
}
