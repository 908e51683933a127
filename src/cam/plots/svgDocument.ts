/** The part of a DOM document that a plot is drawn with: the page's own, or one without a window. */
export interface SvgDocument {
  createElementNS(namespace: string, name: string): unknown;
  readonly documentElement: unknown;
}

/** The part of a drawn element that is used afterwards. */
export interface SvgElement {
  setAttribute(name: string, value: string): void;
  getAttribute(name: string): string | null;
  removeAttribute(name: string): void;
  getElementsByTagName(name: string): ArrayLike<SvgElement>;
  removeChild(child: SvgElement): unknown;
}
