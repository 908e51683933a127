// Loads and activates the bundled extension in a fresh Node process, with a stand-in for the VS Code
// API that has all of its names and accepts everything, and prints the milliseconds that it took.
const { readFileSync } = require('node:fs');
const Module = require('node:module');

function standIn() {
  return new Proxy(function anything() {}, {
    get: (_target, name) => {
      if (name === 'then') return undefined;
      if (name === Symbol.toPrimitive) return () => '';
      if (name === Symbol.iterator) return function* nothing() {};
      // Settings and stored state: nothing is set, nothing is stored.
      if (name === 'get') return () => undefined;
      if (name === 'prototype') return anythingPrototype;
      return anything;
    },
    set: () => true,
    apply: () => anything,
    construct: () => anything,
  });
}

const anythingPrototype = {};
const anything = standIn();
const declarations = readFileSync(require.resolve('@types/vscode/index.d.ts'), 'utf8');
const names = declarations.matchAll(/^\texport (?:class|enum|namespace|const|function) (\w+)/gm);
const vscode = {};
for (const [, name] of names) {
  Object.defineProperty(vscode, name, { get: () => anything, enumerable: true });
}
const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? vscode : load(request, ...rest));

const context = new Proxy(
  { subscriptions: [] },
  { get: (target, name) => target[name] ?? anything },
);
const start = performance.now();
require(process.argv[2]).activate(context);
process.stdout.write(String(performance.now() - start));
process.exit(0);
