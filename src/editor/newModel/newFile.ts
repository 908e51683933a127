import { open } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../../cam/base/errors.ts';

/**
 * Writes a file that does not exist yet: `STEM.py`, else `STEM_2.py`, `STEM_3.py` and so on.
 * @param text makes the text of the file from its name
 * @returns its absolute path
 * @throws CamError `notWritable`
 */
export async function writeNewFile(
  folder: string,
  stem: string,
  extension: string,
  text: (stem: string) => string,
): Promise<string> {
  for (let count = 1; ; count++) {
    const name = count === 1 ? stem : `${stem}_${count}`;
    const file = path.join(folder, `${name}${extension}`);
    try {
      // Opened only if it does not exist: two windows may do this at the same moment.
      const handle = await open(file, 'wx');
      await handle.writeFile(text(name)).finally(() => handle.close());
      return file;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new CamError(
        {
          code: 'notWritable',
          message: t(
            '{0} cannot be written: {1}',
            file,
            String(cause instanceof Error ? cause.message : cause),
          ),
          nextAction: t('Choose another folder.'),
          file,
        },
        { cause },
      );
    }
  }
}
