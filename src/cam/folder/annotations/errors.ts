import { basename } from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import { fileError } from '../../base/fileErrors.ts';
import type { Size } from '../../base/geometry.ts';

export function noAnnotations(folder: string): CamError {
  return new CamError({
    code: 'annotationsNotFound',
    message: t('No annotations of the pictures in {0} were found.', folder),
    nextAction: t(
      'Put a COCO JSON file, Pascal VOC XML files or a folder of masks into the folder or beside it.',
    ),
    file: folder,
  });
}

/** The refusals of a file of annotations; `id` is that of an object of COCO. */
export const invalidAnnotations = {
  missing: (file: string) => invalid(file, t('{0} does not exist.', basename(file))),
  noSize: (file: string, of: string) =>
    invalid(file, t('{0} states no size in pixels for {1}.', basename(file), of)),
  tooManyPixels: (file: string, { width, height }: Size, of: string) =>
    invalid(
      file,
      t(
        '{0} states {1}×{2} pixels for {3}, which is too large.',
        basename(file),
        width,
        height,
        of,
      ),
    ),
  otherSize: (file: string, stated: Size, of: string, stored: Size) =>
    invalid(
      file,
      t(
        '{0} states {1}×{2} pixels for {3}, which has {4}×{5}.',
        basename(file),
        stated.width,
        stated.height,
        of,
        stored.width,
        stored.height,
      ),
    ),
  turned: (file: string, of: string) =>
    invalid(
      file,
      t(
        '{0} does not tell whether {1} was annotated as it is stored or as its EXIF orientation turns it.',
        basename(file),
        of,
      ),
    ),
  moreObjectsThan: (file: string, objects: number, of: string) =>
    invalid(
      file,
      t(
        '{0} has more than {1} objects for {2}; the rest is left out.',
        basename(file),
        objects,
        of,
      ),
    ),

  moreLayersThan: (file: string, layers: number, of: string) =>
    invalid(
      file,
      t(
        '{0} has objects that lie over each other more than {1} times in {2}; the rest is left out.',
        basename(file),
        layers,
        of,
      ),
    ),
  moreCornersInAllThan: (file: string, corners: number, of: string) =>
    invalid(
      file,
      t(
        '{0} has more than {1} corners for {2}; the rest is left out.',
        basename(file),
        corners,
        of,
      ),
    ),

  ofNoPicture: (file: string) =>
    invalid(file, t('{0} has no annotation of a picture in the folder.', basename(file))),
  emptyBox: (file: string) => invalid(file, t('{0} has a box without an area.', basename(file))),

  // COCO
  notJson: (file: string, cause: unknown) =>
    invalid(
      file,
      t('{0} is not valid JSON: {1}.', basename(file), (cause as Error).message),
      cause,
    ),
  noList: (file: string, key: string) =>
    invalid(file, t('{0} has no list of objects under "{1}".', basename(file), key)),
  otherEntry: (file: string, of: string) =>
    invalid(
      file,
      t(
        '{0} has several entries of {1} that state different sizes; the first is used.',
        basename(file),
        of,
      ),
    ),
  boxesAsShares: (file: string) =>
    invalid(
      file,
      t(
        "{0} gives its boxes as shares of the picture's sides; COCO's are in pixels.",
        basename(file),
      ),
    ),
  unknownCategory: (file: string, id: string) =>
    invalid(file, t('{0} does not name the category of the object {1}.', basename(file), id)),
  otherRunLengths: (file: string, id: string) =>
    invalid(
      file,
      t(
        '{0} has run lengths of another size than the picture in the object {1}.',
        basename(file),
        id,
      ),
    ),
  damagedRunLengths: (file: string, id: string) =>
    invalid(file, t('{0} has damaged run lengths in the object {1}.', basename(file), id)),
  damagedPolygon: (file: string, id: string) =>
    invalid(file, t('{0} has a damaged polygon in the object {1}.', basename(file), id)),
  moreCornersThan: (file: string, corners: number, id: string) =>
    invalid(
      file,
      t('{0} has more than {1} corners in the object {2}.', basename(file), corners, id),
    ),
  noShape: (file: string, id: string) =>
    invalid(file, t('{0} has neither a mask nor a box in the object {1}.', basename(file), id)),

  // Pascal VOC
  notXml: (file: string, cause: unknown) =>
    invalid(file, t('{0} is not valid XML: {1}.', basename(file), firstLine(cause)), cause),
  notPascalVoc: (file: string) =>
    invalid(file, t('{0} is no Pascal VOC annotation.', basename(file))),
  namelessObject: (file: string) =>
    invalid(file, t('{0} has an object without a name.', basename(file))),
  noBox: (file: string, object: string) =>
    invalid(file, t('{0} has no box for its object {1}.', basename(file), object)),

  // Tables of boxes
  damagedRow: (file: string, row: number) =>
    invalid(file, t('{0} has a damaged box in row {1}.', basename(file), row)),
  unknownBoxForm: (file: string) =>
    invalid(
      file,
      t(
        '{0} does not tell whether its boxes are corners or left, top, width and height: give the columns headings (x0, y0, x1, y1 or x, y, width, height).',
        basename(file),
      ),
    ),

  // Masks
  namelessNumbers: (file: string) =>
    invalid(
      file,
      t(
        '{0} has numbers of classes, but no file says their names: put classes.txt with one name per line beside the masks.',
        basename(file),
      ),
    ),
  missingMask: (file: string, mask: string) =>
    invalid(file, t('{0} names the mask {1}, which does not exist.', basename(file), mask)),
  notPng: (file: string) => invalid(file, t('{0} is no PNG.', basename(file))),
  damagedPng: (file: string) => invalid(file, t('{0} is a damaged PNG.', basename(file))),
  undecodedPng: (file: string, cause: unknown) =>
    invalid(file, t('{0} is a damaged PNG ({1}).', basename(file), firstLine(cause)), cause),
  coloured: (file: string) =>
    invalid(file, t('{0} has colours where numbers of classes are expected.', basename(file))),
  sixteenBits: (file: string) =>
    invalid(file, t('{0} has 16 bits for each pixel; 8 are read.', basename(file))),
} as const;

function invalid(file: string, message: string, cause?: unknown): CamError {
  const nextAction = t('Correct the annotations, or move them away to use others.');
  return fileError(file, 'annotationsInvalid', message, nextAction, cause);
}

/** Parsers show the place below their message. */
function firstLine(cause: unknown): string {
  return (cause as Error).message.split('\n')[0] ?? '';
}
