import type { JpegTile } from '../drawing/jpegTile.ts';

/**
 * An HTML file without other files or scripts: its policy forbids scripts and every request.
 * @param title plain text
 * @param style added to that of all files
 * @param body HTML
 */
export function htmlFile(title: string, style: string, body: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${BASE_STYLE}${style}</style>
</head>
<body>
${body.join('\n')}
</body>
</html>
`;
}

/** A picture inside the file. */
export function dataUrl({ jpeg }: JpegTile): string {
  return `data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}`;
}

/** Text whose reading direction does not affect its surroundings. */
export function isolated(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const BASE_STYLE = `
:root { color-scheme: light dark; --text: #1f1f1f; --quiet: #5a5a5a; --line: #d5d5d5; --back: #fff; --link: #0b57a4; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e6e6; --quiet: #a8a8a8; --line: #444; --back: #1b1b1b; --link: #8ab8f0; }
}
body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem; font: 1rem/1.45 system-ui, sans-serif; color: var(--text); background: var(--back); overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; margin: 0 0 .5rem; }
h1 + p, p { margin: .1rem 0; color: var(--quiet); }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h2 small, h3 small { font-weight: normal; font-size: .875rem; color: var(--quiet); }
img { display: block; }
`;
