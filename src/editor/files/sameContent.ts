import { readFile, stat } from 'node:fs/promises';

/** Whether two files hold the same bytes; not if one of them cannot be read. Files of different sizes are not read. */
export async function haveSameContent(file: string, other: string): Promise<boolean> {
  try {
    const [{ size }, { size: otherSize }] = await Promise.all([stat(file), stat(other)]);
    if (size !== otherSize) return false;
    const [bytes, otherBytes] = await Promise.all([readFile(file), readFile(other)]);
    return bytes.equals(otherBytes);
  } catch {
    return false;
  }
}
