/** User settings of a VS Code without greetings, updates, telemetry and requests to the network. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.simpleDialog.enable': true,
  'git.enabled': false,
  'json.schemaDownload.enable': false,
  'npm.fetchOnlinePackageInfo': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'window.confirmBeforeClose': 'never',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/**
 * Switches off what a window draws and computes apart from the product: a test then takes a third less processor time.
 */
export const calmSettings: Readonly<Record<string, unknown>> = {
  'breadcrumbs.enabled': false,
  'editor.bracketPairColorization.enabled': false,
  'editor.colorDecorators': false,
  'editor.cursorBlinking': 'solid',
  'editor.links': false,
  'editor.matchBrackets': 'never',
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.selectionHighlight': false,
  'editor.stickyScroll.enabled': false,
  'editor.wordBasedSuggestions': 'off',
  // Otherwise a file that has just opened is selected alone, after others were.
  'explorer.autoReveal': false,
  'explorer.compactFolders': false,
  'extensions.webWorker': false,
  // Otherwise the text of a terminal is not in the page.
  'terminal.integrated.gpuAcceleration': 'off',
  // An editor that is still opening takes the focus.
  'workbench.quickOpen.closeOnFocusLost': false,
  // Without a graphics processor, its round corners take 20 ms of each frame.
  'workbench.experimental.modernUI': false,
  'workbench.reduceMotion': 'on',
  'workbench.tree.enableStickyScroll': false,
};

/** The extensions of VS Code that the product uses; the tests run without the other eighty. */
export const builtInExtensionsOfTests = [
  'configuration-editing',
  'ipynb',
  'json',
  'json-language-features',
  'media-preview',
  'npm',
  'python',
  'theme-defaults',
];
