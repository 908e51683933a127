import { EngineClient } from '../../src/engine/client.ts';

/** Lets the engine explain a picture, and prints the engine's process id: for a test that kills this process. */
const [processPath = '', model = '', image = '', configPath = '', callMs] = process.argv.slice(2);
const limits = callMs === undefined ? {} : { callMs: Number(callMs) };
const client = new EngineClient({ processPath, log: () => undefined, limits });
void client.call('explain', [model, image, { configPath }]).catch(() => undefined);
console.log(client.pid);
