import type { Figure, FigureFormat } from '../results/figure.ts';
import { figurePng } from './figurePng.ts';
import { figureSvg } from './figureSvg.ts';
import { planFigure } from './planFigure.ts';

/**
 * A figure as the bytes of a file.
 * @throws CamError `imageTooLarge`
 */
export async function drawFigure(figure: Figure, format: FigureFormat): Promise<Uint8Array> {
  const plan = await planFigure(figure);
  return format === 'svg' ? figureSvg(plan) : figurePng(plan);
}
