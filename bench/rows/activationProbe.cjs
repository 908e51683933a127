// Loads and activates the bundled extension in a fresh Node process, with a stand-in for the VS Code
// API that accepts everything, and prints the milliseconds that it took.
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
      return vscode;
    },
    // The bundle copies a module's own properties to an object with the module's prototype.
    getPrototypeOf: () => vscode,
    set: () => true,
    apply: () => vscode,
    construct: () => vscode,
  });
}

const anythingPrototype = {};
const vscode = standIn();
const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? vscode : load(request, ...rest));

const context = new Proxy({ subscriptions: [] }, { get: (target, name) => target[name] ?? vscode });
const start = performance.now();
require(process.argv[2]).activate(context);
process.stdout.write(String(performance.now() - start));
process.exit(0);
