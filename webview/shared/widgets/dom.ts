type Attributes = Record<string, string | number | boolean | undefined>;

/** An element with attributes and children; `false` and `undefined` leave an attribute out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

export function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) target.removeAttribute(name);
    else target.setAttribute(name, value === true ? '' : String(value));
  }
}

/** Sets the text only if it differs, so that live regions speak once and the layout is not touched. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** A name from a file (a class, a file, a tensor): marks of direction in it do not turn the text around it. */
export function isolated(name: string): HTMLElement {
  return element('bdi', {}, name);
}

/** Sets an {@link isolated} name as the only text, if it differs. */
export function setName(target: Element, name: string): void {
  if (target.textContent === name) return;
  target.replaceChildren(...(name === '' ? [] : [isolated(name)]));
}

export function show(target: HTMLElement, visible: boolean): void {
  target.hidden = !visible;
}

/** A hidden element keeps its room, so that nothing else moves. */
export function showInItsRoom(target: HTMLElement, visible: boolean): void {
  target.style.visibility = visible ? '' : 'hidden';
}

/** The 2D context of a canvas; without one, a browser cannot show this page. */
export function context2d(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gives no 2D canvas.');
  return context;
}
