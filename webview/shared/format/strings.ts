import { t } from '@vscode/l10n';

/** `1 image`, `2,000 images` */
export function imageCount(images: number): string {
  return images === 1 ? t('1 image') : t('{0} images', images.toLocaleString('en'));
}

/** Texts of what several pages share. */
export const strings = {
  class: t('Class'),
  filterClasses: t('Find a class'),
  filterClassesPlaceholder: t('Find a class by name or number…'),
  classesFound: (found: number, all: number) =>
    t('{0} of {1} classes', found.toLocaleString('en'), all.toLocaleString('en')),
  pictureSize: (file: string, got: string, expected: string) =>
    t(
      '{0} has {1} pixels in this view but {2} were analysed, so the map would be drawn in the wrong place.',
      file,
      got,
      expected,
    ),
  pictureUnreadable: (file: string) => t('{0} cannot be shown in this view.', file),
  pictureNext: t('Save it as PNG or JPEG and open that file.'),
};
