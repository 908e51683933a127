import { element } from './dom.ts';
import { icon } from './icons.ts';

/** A button with a text that opens a panel, see {@link popoverOf}. */
export function popover(
  label: string,
  testId: string,
  ...content: Node[]
): { button: HTMLElement; panel: HTMLElement } {
  const button = element(
    'button',
    { class: 'popover-button', type: 'button', 'data-testid': `${testId}-button` },
    label,
    icon('unfold'),
  );
  return { button, panel: popoverOf(button, label, testId, ...content) };
}

/**
 * A small panel that a button opens beside it, over what is there. It closes by the button, Escape or a click
 * elsewhere.
 */
export function popoverOf(
  button: HTMLButtonElement,
  label: string,
  testId: string,
  ...content: Node[]
): HTMLElement {
  const panel = element(
    'div',
    {
      class: 'popover',
      popover: 'auto',
      role: 'dialog',
      'aria-label': label,
      'data-testid': testId,
    },
    ...content,
  );
  button.popoverTargetElement = panel;
  panel.addEventListener('toggle', () => {
    const isOpen = panel.matches(':popover-open');
    if (isOpen) place(panel, button);
    panel.classList.toggle('placed', isOpen);
  });
  // Its content may come later.
  new ResizeObserver(() => {
    if (panel.matches(':popover-open')) place(panel, button);
  }).observe(panel);
  window.addEventListener('resize', () => panel.hidePopover());
  return panel;
}

const GAP_PX = 4;

/** Below the button, or above it if there is more room; never beyond the window. */
function place(panel: HTMLElement, button: HTMLElement): void {
  panel.style.maxHeight = '';
  const at = button.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const below = clientHeight - at.bottom - 2 * GAP_PX;
  const above = at.top - 2 * GAP_PX;
  const isBelow = panel.offsetHeight <= below || below >= above;
  panel.style.maxHeight = `${isBelow ? below : above}px`;
  const height = panel.offsetHeight;
  panel.style.top = `${isBelow ? at.bottom + GAP_PX : at.top - GAP_PX - height}px`;
  const left = Math.min(at.right - panel.offsetWidth, clientWidth - panel.offsetWidth - GAP_PX);
  panel.style.left = `${Math.max(left, GAP_PX)}px`;
}
