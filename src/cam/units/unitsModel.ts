import type { Size } from '../base/geometry.ts';
import type { IndexPlace } from '../folder/indexPlace.ts';
import { openIndexAt } from '../folder/indexPlace.ts';
import type { Pooling } from '../maps/featureMap.ts';
import type { ReceptiveField } from '../results/units.ts';

/** The facts about a model that the units page shows. */
export interface UnitsModel {
  /** One label per class. */
  labels: string[];
  /** Channels of the feature map. */
  channels: number;
  poolings: Pooling[];
  /** Whether each channel has a weight in each class; if not, gradient × activation ranks them. */
  hasClassWeights: boolean;
  /** The model's input, in pixels. */
  input: Size;
  /** Undefined if it is unknown. */
  receptiveField: ReceptiveField | undefined;
}

/** @throws CamError `fileNotFound` if the folder was never scanned with this model. */
export function unitsModel(place: IndexPlace): UnitsModel {
  const { channels, poolings, classWeights, input, receptiveField } = openIndexAt(place).model;
  const hasClassWeights = classWeights?.positions === 1;
  return { labels: place.labels, channels, poolings, hasClassWeights, input, receptiveField };
}
