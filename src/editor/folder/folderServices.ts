import type { EngineClient } from '../../engine/client.ts';
import type { ModelChoice } from '../models/modelChoice.ts';
import type { ModelVariants } from '../models/modelVariant.ts';
import type { PanelServices } from '../panels/panel.ts';
import type { ChosenFolders } from './chosenFolders.ts';
import type { ScannedFolders } from './scannedFolders.ts';

/** The engine's processes: one for what is shown, one for long work. */
export interface FolderEngines {
  engine: EngineClient;
  /** Runs folders and measures, so that the other process stays free. */
  scanEngine: EngineClient;
  variants: ModelVariants;
}

/** What a panel about a folder needs from the extension. */
export interface FolderServices extends FolderEngines, PanelServices {
  models: ModelChoice;
  folders: ChosenFolders;
  scans: ScannedFolders;
}
