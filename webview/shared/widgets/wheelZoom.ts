/** Of the logarithm of the magnification, per pixel of scrolling and at most; a pinch gives few pixels. */
const SPEED = 0.0075;
const LIMIT = 0.15;
/** Some browsers report lines of text for a mouse. */
const PX_PER_LINE = 20;

/**
 * Ctrl (or ⌘) with the wheel zooms, and so does pinching, which comes as a wheel with Ctrl; the wheel alone scrolls.
 * @param zoom is called with the factor of the magnification
 */
export function listenToWheelZoom(
  element: HTMLElement,
  zoom: (factor: number, event: WheelEvent) => void,
): void {
  element.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const perUnit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? PX_PER_LINE : 1;
      const step = -event.deltaY * perUnit * SPEED;
      zoom(Math.exp(Math.min(Math.max(step, -LIMIT), LIMIT)), event);
    },
    { passive: false },
  );
}
