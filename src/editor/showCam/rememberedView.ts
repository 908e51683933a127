import * as vscode from 'vscode';
import type { ShowCamState, ViewState } from '../../protocol/showCam.ts';
import type { KeptView, Look } from './look.ts';
import { beginningView, keptAfter, lookInSettings } from './look.ts';

/** A {@link KeptView}: a new panel begins with it. */
const REMEMBERED_VIEW = 'camLens.keptView';

/** The view that a new panel begins with. */
export function rememberedView(memory: vscode.Memento): ShowCamState['view'] {
  return beginningView(currentLook(), memory.get<KeptView>(REMEMBERED_VIEW));
}

/** Keeps a panel's view for the next panel. @param before the view of this panel before the change */
export function rememberView(
  memory: vscode.Memento,
  view: ViewState,
  before: ShowCamState['view'] | undefined,
): void {
  const kept = memory.get<KeptView>(REMEMBERED_VIEW);
  void memory.update(REMEMBERED_VIEW, keptAfter(view, before ?? {}, currentLook(), kept));
}

function currentLook(): Partial<Look> {
  const settings = vscode.workspace.getConfiguration('camLens.showCam');
  return lookInSettings((name) => settings.get(name));
}
