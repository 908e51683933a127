/** Variables of the editor's own processes; as in the editor's terminals, a command does not get them. */
const OF_THE_EDITOR = /^(ELECTRON_|VSCODE_)/;

/**
 * The environment of a command whose output is read through pipes and shown in a terminal: Python writes without
 * buffering and in UTF-8, and programs that check for it write in colours. The user's own settings are kept.
 */
export function commandEnvironment(own: NodeJS.ProcessEnv, columns: number): NodeJS.ProcessEnv {
  const inherited = Object.entries(own).filter(([name]) => !OF_THE_EDITOR.test(name));
  return {
    PYTHONUNBUFFERED: '1',
    // Otherwise Python on Windows cannot print the symbols in the reports of PyTorch's exporter.
    PYTHONIOENCODING: 'utf-8',
    ...('NO_COLOR' in own ? {} : { FORCE_COLOR: '1' }),
    COLUMNS: String(columns),
    ...Object.fromEntries(inherited),
  };
}
