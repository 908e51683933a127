import type { Page } from 'playwright-core';

/** Texts that are cut off or reach beyond the page; names may be shortened, and have a tooltip. */
export async function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} px wide`);
    for (const part of document.querySelectorAll<HTMLElement>('#app *')) {
      if (part.checkVisibility({ visibilityProperty: true }) === false) continue;
      if (part.closest('.visually-hidden, .class-list.found, canvas, svg')) continue;
      // A name is cut off by what holds it.
      const holder = part.matches('bdi') ? part.parentElement : null;
      if (holder && getComputedStyle(holder).textOverflow === 'ellipsis') continue;
      const { left, right, width } = part.getBoundingClientRect();
      if (width > 0 && (left < -0.5 || right > clientWidth + 0.5)) {
        found.push(`${part.className}: ${left} to ${right}`);
      }
      const hasText = [...part.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
      );
      if (hasText && part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0) {
        found.push(`${part.className}: “${part.textContent}” is cut off`);
      }
    }
    return found;
  });
}
