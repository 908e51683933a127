const SVG = 'http://www.w3.org/2000/svg';

/** Outline icons on a 16×16 grid, drawn with the text colour. */
const PATHS = {
  previous: 'M10 3 5 8l5 5',
  next: 'm6 3 5 5-5 5',
  zoomIn: 'M8 3.5v9M3.5 8h9',
  zoomOut: 'M3.5 8h9',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  savePicture:
    'M2.5 3.5h11v6M2.5 3.5v9H8M2.5 10l3-3 3 3M10.5 6.2v.1M12 10v4.5M9.8 12.4 12 14.6l2.2-2.2',
  copy: 'M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1',
  saveNumbers: 'M2.5 2.5h11v11h-11zM2.5 6.2h11M2.5 9.8h11M6.2 2.5v11M9.8 2.5v11',
  saveJson: 'M6 2.5c-3 0-.5 5-3 5.5 2.5.5 0 5.5 3 5.5M10 2.5c3 0 .5 5 3 5.5-2.5.5 0 5.5-3 5.5',
  help: 'M5.5 5.8c0-1.6 1.1-2.5 2.5-2.5s2.5.9 2.5 2.3c0 1.9-2.5 1.9-2.5 4M8 12.4v.2',
  exact: 'm3 8.5 3.2 3.2L13 4.5',
  inexact: 'M8 2.5 14.2 13.5H1.8zM8 6.5v3.2M8 11.6v.1',
  approximate:
    'M2.5 6.5c1.8-2.6 3.7-2.6 5.5-.7s3.7 1.9 5.5-.7M2.5 11.2c1.8-2.6 3.7-2.6 5.5-.7s3.7 1.9 5.5-.7',
  swap: 'M5 3 2.5 5.5 5 8M2.5 5.5h9M11 8l2.5 2.5L11 13M13.5 10.5h-9',
  info: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 7.2v4M8 4.8v.2',
  error: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  versus: 'M2.5 5h9M9 2.5 11.5 5 9 7.5M13.5 11h-9M7 8.5 4.5 11 7 13.5',
  code: 'M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5',
  close: 'm4 4 8 8M12 4l-8 8',
  changed: 'M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 2v3h-3M8 5v3.3l2 1.2',
  wait: 'M4 2.5h8M4 13.5h8M5 2.5c0 3 2.2 4 3 5.5.8-1.5 3-2.5 3-5.5M5 13.5c0-3 2.2-4 3-5.5.8 1.5 3 2.5 3 5.5',
  sheet: 'M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5H2.5zM9 9h4.5v4.5H9z',
  compare: 'M2.5 3.5h4.5v9H2.5zM9 3.5h4.5v9H9z',
  unfold: 'm4 6.5 4 4 4-4',
  edit: 'M10.5 3 13 5.5 5.5 13 2.5 13.5 3 10.5zM9 4.5 11.5 7',
} as const;

export type IconName = keyof typeof PATHS;

/** A decorative icon; its control has the name. */
export function icon(name: IconName, className = ''): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', `icon ${className}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
