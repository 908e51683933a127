/** Texts of what several pages share. */
export const strings = {
  class: 'Class',
  filterClasses: 'Find a class',
  filterClassesPlaceholder: 'Find a class by name or number…',
  classesFound: (found: number, all: number) =>
    `${found.toLocaleString('en')} of ${all.toLocaleString('en')} classes`,
  pictureSize: (file: string, got: string, expected: string) =>
    `${file} has ${got} pixels in this view but ${expected} were analysed, so the map would be drawn in the wrong place.`,
  pictureUnreadable: (file: string) => `${file} cannot be shown by this view.`,
  pictureNext: 'Save it as PNG or JPEG and open that file.',
};
