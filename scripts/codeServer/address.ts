import type { RunningServer } from './server.ts';

export interface WindowAddress {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Absolute paths of an extension under development and of its bundled tests. */
  readonly development?: { readonly extension: string; readonly tests: string };
}

/** The address that opens a VS Code window of this server. */
export function windowAddress(server: RunningServer, address: WindowAddress): string {
  const query = new URLSearchParams({ folder: address.folder });
  if (address.development) {
    const remote = (file: string) => `vscode-remote://127.0.0.1:${server.port}${file}`;
    const payload = [
      ['extensionDevelopmentPath', remote(address.development.extension)],
      ['extensionTestsPath', remote(address.development.tests)],
    ];
    query.set('payload', JSON.stringify(payload));
  }
  return `${server.origin}/?${query}`;
}
