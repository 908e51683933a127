/**
 * The translated texts of a window, as the pages find them in their document before they make their own.
 * @param bundle by their English text; undefined in a window that is English, or whose language we do not have
 */
export function pageTexts(bundle: Readonly<Record<string, string>> | undefined): string {
  if (!bundle) return '';
  const json = JSON.stringify(bundle).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="texts">${json}</script>`;
}
