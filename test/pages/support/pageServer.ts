import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PageFile } from './pageFiles.ts';

/** Serves the tested page. It is a real server, so that the browser caches the compiled code of a bundle. */
export interface PageServer {
  readonly origin: string;
  /** From now on these files are there, by their path, and no others. */
  serve(files: ReadonlyMap<string, PageFile>): void;
}

let server: Promise<PageServer> | undefined;

/** The server of this process; it ends with it. */
export function sharedServer(): Promise<PageServer> {
  server ??= startServer();
  return server;
}

function startServer(): Promise<PageServer> {
  let served: ReadonlyMap<string, PageFile> = new Map();
  const listener = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = served.get(pathname);
    if (!file) {
      response.writeHead(204).end();
      return;
    }
    response.writeHead(200, { 'content-type': file.contentType, ...file.headers }).end(file.body);
  });
  return new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(0, '127.0.0.1', () => {
      const { port } = listener.address() as AddressInfo;
      const serve = (files: ReadonlyMap<string, PageFile>) => {
        served = files;
      };
      resolve({ origin: `http://127.0.0.1:${port}`, serve });
    });
  });
}
