import type { Node } from '@xmldom/xmldom';
import { DOMImplementation, XMLSerializer } from '@xmldom/xmldom';
import type { DrawnPlot, PlotPlace } from '../../plots/drawPlot.ts';

/** Where plots are drawn without a page. */
export function plotPlace(width: number): PlotPlace {
  const document = new DOMImplementation().createDocument(
    'http://www.w3.org/1999/xhtml',
    'html',
    null,
  );
  return { document, width };
}

/** A plot of {@link plotPlace} as text for an HTML file. */
export function svgText({ svg }: DrawnPlot): string {
  return new XMLSerializer().serializeToString(svg as unknown as Node);
}
