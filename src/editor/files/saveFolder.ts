import path from 'node:path';

/**
 * The folder of the pictures that one of them belongs to. Of folders for classes it is the one above: a scan of all
 * classes begins there.
 * @param picture absolute path
 */
export function picturesFolder(picture: string, isInClassFolder: boolean): string {
  const folder = path.dirname(picture);
  return isInClassFolder ? path.dirname(folder) : folder;
}

/**
 * The folder in which a dialog for saving begins: that of the last save, else the workspace's, else the one above the
 * pictures; never the pictures' own folder or one inside it, where the next scan would take a saved picture for one of
 * them.
 * @param pictures absolute path of the pictures' folder
 */
export function saveFolder(
  pictures: string,
  lastFolder: string | undefined,
  workspaceFolder: string | undefined,
): string {
  const isApart = (folder: string) => {
    const [first] = path.relative(pictures, folder).split(path.sep);
    return first === '..' || path.isAbsolute(path.relative(pictures, folder));
  };
  const known = [lastFolder, workspaceFolder].filter((folder) => folder !== undefined);
  return known.find(isApart) ?? path.dirname(pictures);
}
