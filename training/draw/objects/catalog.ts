import { bathroomObjects } from './bathroom.ts';
import { beachObjects } from './beach.ts';
import { bedroomObjects } from './bedroom.ts';
import { indoorObjects } from './indoor.ts';
import { kitchenObjects } from './kitchen.ts';
import { livingRoomObjects } from './livingRoom.ts';
import type { ObjectKind } from './objectKind.ts';
import { officeObjects } from './office.ts';
import { outdoorObjects } from './outdoor.ts';
import { parkObjects } from './park.ts';
import { skyObjects } from './sky.ts';
import { streetObjects } from './street.ts';

/** A class of scenes, and the four types of objects that make it recognizable. */
export interface SceneClass {
  name: string;
  isIndoor: boolean;
  /** Outdoors: how often there is water. */
  waterChance: number;
  typicalObjects: readonly ObjectKind[];
}

/** In the order of the classifier's outputs. */
export const sceneClasses: readonly SceneClass[] = [
  room('living room', livingRoomObjects),
  room('kitchen', kitchenObjects),
  room('bedroom', bedroomObjects),
  room('bathroom', bathroomObjects),
  room('office', officeObjects),
  landscape('street', streetObjects, 0.3),
  landscape('park', parkObjects, 0.35),
  landscape('beach', beachObjects, 0.6),
];

/** Objects that stand in any room, so they say nothing about its class. */
export const sharedIndoors: readonly ObjectKind[] = indoorObjects;

/** Objects of any outdoor scene. */
export const sharedOutdoors: readonly ObjectKind[] = [...outdoorObjects, ...skyObjects];

function room(name: string, typicalObjects: readonly ObjectKind[]): SceneClass {
  return { name, isIndoor: true, waterChance: 0, typicalObjects };
}

function landscape(
  name: string,
  typicalObjects: readonly ObjectKind[],
  waterChance: number,
): SceneClass {
  return { name, isIndoor: false, waterChance, typicalObjects };
}
