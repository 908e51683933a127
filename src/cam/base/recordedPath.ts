import path from 'node:path';

/** Who reads a recorded path, and where. */
export interface PathReader {
  /** Whether the user trusts the workspace. */
  isTrusted: boolean;
  /** Folders of the workspace, absolute. */
  folders: readonly string[];
}

/** Names that Windows takes for devices, in any folder and with any extension. */
const WINDOWS_DEVICE = /^(aux|con|conin\$|conout\$|nul|prn|com[\d¹²³]|lpt[\d¹²³])\s*(\.|:|$)/i;

/** Files of POSIX systems that are no files: reading some never ends. */
const POSIX_DEVICE = /^\/+(dev|proc|sys)(\/|$)/;

/**
 * Whether a path that a file states may be followed: whoever wrote the file chose it. Inside the workspace it may; elsewhere
 * only if the user trusts the workspace, and never on another machine, to which Windows would send the user's credentials,
 * nor to a device.
 * @param recorded absolute, or relative to the first folder
 */
export function isRecordedPathAllowed(
  recorded: string,
  { isTrusted, folders }: PathReader,
  platform: NodeJS.Platform = process.platform,
): boolean {
  const isWindows = platform === 'win32';
  const system = isWindows ? path.win32 : path.posix;
  if (recorded.includes('\0')) return false;
  const file = system.resolve(folders[0] ?? '', recorded);
  const parts = file.split(isWindows ? /[\\/]/ : '/');
  if (isWindows && parts.some((part) => WINDOWS_DEVICE.test(part))) return false;
  if (!isWindows && POSIX_DEVICE.test(file)) return false;
  if (folders.some((folder) => isInside(system, system.resolve(folder), file))) return true;
  // `\\server\share`, `\\?\`, `\\.\`; two slashes mean the same to Windows, and nothing good elsewhere.
  const isElsewhere = /^[\\/]{2}/.test(recorded) || /^[\\/]{2}/.test(file);
  return isTrusted && !isElsewhere;
}

function isInside(system: path.PlatformPath, folder: string, file: string): boolean {
  const relative = system.relative(folder, file);
  return relative !== '' && !/^\.\.([\\/]|$)/.test(relative) && !system.isAbsolute(relative);
}
