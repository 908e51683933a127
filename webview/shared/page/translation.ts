// Imported before everything else of a page: its tables of texts are made when they are imported.
import { config } from '@vscode/l10n';

const texts = document.getElementById('texts')?.textContent;
if (texts) config({ contents: texts });
