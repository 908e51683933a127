/** Of the editor's own processes; a command gets none of them, as in the editor's terminals. */
const OF_THE_EDITOR = /^(ELECTRON_|VSCODE_)/;

/**
 * The environment of a command whose output is read through pipes and shown in a terminal: Python writes at once and in
 * UTF-8, and programs that ask for it write in colours. What the user has set is kept.
 */
export function commandEnvironment(own: NodeJS.ProcessEnv, columns: number): NodeJS.ProcessEnv {
  const inherited = Object.entries(own).filter(([name]) => !OF_THE_EDITOR.test(name));
  return {
    PYTHONUNBUFFERED: '1',
    // Otherwise a Python on Windows cannot print the signs with which PyTorch's exporter reports its steps.
    PYTHONIOENCODING: 'utf-8',
    ...('NO_COLOR' in own ? {} : { FORCE_COLOR: '1' }),
    COLUMNS: String(columns),
    ...Object.fromEntries(inherited),
  };
}
