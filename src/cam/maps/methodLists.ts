import type { MapMethod } from '../results/methodMap.ts';

/** What is shown in place of a CAM: the first of these that the model allows. */
export const IN_PLACE_OF_CAM: readonly MapMethod[] = ['grad-cam', 'saliency', 'occlusion'];

/** Methods that run a model many times, the quickest first. */
export const SLOW_METHODS: readonly MapMethod[] = [
  'smooth-grad',
  'integrated-gradients',
  'occlusion',
];
