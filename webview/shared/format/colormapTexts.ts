import { t } from '@vscode/l10n';
import type { ColormapName } from '../../../src/cam/maps/pixels/colormap.ts';

/** The colormaps by name, as both pages offer them. Most are proper names. */
export const COLORMAP_TEXTS: Readonly<Record<ColormapName, string>> = {
  warmCool: t('Warm and cool'),
  turbo: 'Turbo',
  viridis: 'Viridis',
  inferno: 'Inferno',
  magma: 'Magma',
  jet: 'Jet',
  diverging: t('Blue–red'),
};
