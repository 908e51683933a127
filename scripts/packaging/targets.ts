import { Problem } from '../command.ts';

/** The platforms that ONNX Runtime and sharp both have binaries for, as VS Code names them. */
export const targets = [
  { name: 'linux-x64', os: 'linux', cpu: 'x64' },
  { name: 'linux-arm64', os: 'linux', cpu: 'arm64' },
  { name: 'win32-x64', os: 'win32', cpu: 'x64' },
  { name: 'win32-arm64', os: 'win32', cpu: 'arm64' },
  { name: 'darwin-arm64', os: 'darwin', cpu: 'arm64' },
] as const;

export type Target = (typeof targets)[number];

/** The target of this name. Throws a sentence with the possible names. */
export function targetNamed(name: string): Target {
  const target = targets.find((candidate) => candidate.name === name);
  if (target) return target;
  const names = targets.map((candidate) => candidate.name).join(', ');
  throw new Problem(`There is no package for ${name}: choose one of ${names}.`);
}
