import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageTexts } from './pageTexts.ts';

/** Shows a bundled page in a webview, which may read only the pages. */
export function openPage(webview: vscode.Webview, extension: vscode.Uri, page: string): void {
  webview.options = { enableScripts: true, localResourceRoots: [pagesFolder(extension)] };
  webview.html = pageHtml(webview, extension, page);
}

function pagesFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/** The document of a bundled page: it loads only its script and its style, by nonce. */
function pageHtml(webview: vscode.Webview, extension: vscode.Uri, page: string): string {
  const nonce = randomBytes(16).toString('base64');
  const file = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(pagesFolder(extension), name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `img-src ${webview.cspSource} blob: data:`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${file(`${page}.css`)}">
  <title>CAM Lens</title>
</head>
<body>
  <div id="app"></div>
  ${pageTexts(vscode.l10n.bundle)}
  <script nonce="${nonce}" src="${file(`${page}.js`)}"></script>
</body>
</html>`;
}
