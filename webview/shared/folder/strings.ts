import { t } from '@vscode/l10n';
import { imageCount } from '../format/strings.ts';

const count = (value: number) => value.toLocaleString('en');
const images = imageCount;

/** The texts of pages about a folder of images. */
export const strings = {
  folder: t('Folder'),
  changeFolder: t('Another folder…'),
  chooseFolder: t('Choose a folder of images…'),
  reading: t('Reading the model …'),
  readingIndex: t('Reading the results of the last scan …'),
  resume: t('Resume'),
  cancel: t('Cancel'),
  scanAgain: t('Scan again'),
  scanHint: t('Run new and changed images; the others are not run again'),
  incomplete: (done: number) => t('Scan stopped at {0}', images(done)),
  scanning: t('Scanning'),
  progress: (indexed: number, found: number, walking: boolean) =>
    walking
      ? t('{0} images done, {1} found so far', count(indexed), count(found))
      : t('{0} of {1}', count(indexed), images(found)),
  perSecond: (rate: number) =>
    t('{0} per second', rate >= 10 ? Math.round(rate).toLocaleString('en') : rate.toFixed(1)),
  secondsLeft: (seconds: number) => {
    if (seconds < 60) return t('{0} s left', Math.max(1, Math.round(seconds)));
    if (seconds < 3600) return t('{0} min left', Math.round(seconds / 60));
    return t('{0} h left', (seconds / 3600).toFixed(1));
  },
  summary: (number: number) => images(number),
  noImages: (folder: string) => t('No image in “{0}” can be read.', folder),
  unreadable: (number: number) =>
    number === 1
      ? t('1 image could not be read')
      : t('{0} images could not be read', count(number)),
  unreadableShort: (number: number) => t('{0} unreadable', count(number)),
  masks: (number: number) => t('Masks in the folder that are not run: {0}', count(number)),
  moreUnreadable: (number: number) => t('and {0} more', count(number)),
  modelChanged: t(
    'The model or its settings changed since this scan. These are the earlier results.',
  ),
  untrusted: t('This workspace is not trusted, so no model is run and no folder is read.'),
  manageTrust: t('Manage workspace trust'),
  actions: {
    retry: t('Try again'),
    editPreprocessing: t('Edit preprocessing'),
    chooseFolder: t('Choose another folder…'),
    scanAgain: t('Scan again'),
    chooseLabels: t('Choose labels…'),
    chooseAnnotations: t('Choose boxes or masks…'),
  },
  /** Nothing if the user chose no place. */
  savedAs: (path: string | undefined) => (path === undefined ? '' : t('Saved as {0}', path)),
  working: (what: string, share: number) => `${what} ${Math.floor(share * 100)}\u00a0%`,
  afterTheScan: t('This starts when the scan has ended.'),
};
