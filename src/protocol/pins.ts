import type { CamErrorData } from '../cam/base/errors.ts';
import type { Rect } from '../cam/base/geometry.ts';
import type { PinComparison, PinSummary } from '../cam/pins/compare.ts';
import type { ClassScore, MapDrawing } from '../cam/results/brief.ts';
import type { ThumbnailRequests } from './folder.ts';
import type { CancelMessage, ReplyMessage, RequestMessage } from './requests.ts';

/** A pinned image with the model's results, now and before. */
export interface PinRow {
  /** Absolute. */
  path: string;
  fileName: string;
  /** In the workspace, for display; empty if the image is in its root. */
  folder: string;
  /** The expected class; unknown if the model does not have it. */
  expected: { label: string; isKnown: boolean } | undefined;
  comparison: PinComparison;
  top: ClassScore | undefined;
  topBefore: ClassScore | undefined;
  /** In photo pixels. */
  boxBefore: Rect | undefined;
  box: Rect | undefined;
  /** Why it cannot be computed. */
  error: CamErrorData | undefined;
  /** Changes with the picture and the export; undefined while there is nothing to draw. */
  drawingKey: string | undefined;
  /** Changes with the picture. */
  imageKey: string;
}

/** What the list is compared with: nothing yet, the export before, or the current one because the user accepted it. */
export type PinBaseline =
  | { kind: 'none' }
  | { kind: 'export'; writtenMs: number }
  | { kind: 'accepted' };

/** Names of the methods by which the maps were made. */
export interface PinMaps {
  now: string;
  /** Of the export that is compared with, if it is another one: then only scores are compared. */
  before: string | undefined;
}

/** What is going on. */
export type PinWork =
  /** `part` of the image that is being computed is done, 0 … 1. */
  | { kind: 'running'; done: number; all: number; part: number }
  /** The user stopped it. */
  | { kind: 'stopped'; done: number; all: number }
  /** The model's file cannot be read yet after a change; CAM Lens tries again. */
  | { kind: 'waiting' }
  | { kind: 'idle' };

/** Buttons that a failure offers. */
export type PinsAction = 'retry' | 'chooseModel' | 'editPreprocessing' | 'openPinsFile';

export type ToPins =
  /** First message after `ready`, and whenever the trust or the model changes. */
  | {
      type: 'start';
      isTrusted: boolean;
      /** Pins are kept in a folder. */
      hasFolder: boolean;
      model: { path: string; fileName: string } | undefined;
    }
  /** The images, the worst first; undefined until the file was read. */
  | {
      type: 'pins';
      pins:
        | { rows: PinRow[]; summary: PinSummary; baseline: PinBaseline; maps: PinMaps | undefined }
        | undefined;
    }
  | { type: 'work'; work: PinWork }
  /** A failure that concerns all images; undefined once it is over. */
  | { type: 'failure'; failure: { error: CamErrorData; actions: PinsAction[] } | undefined }
  /** `key` is the `drawingKey` that it belongs to. */
  | { type: 'drawing'; path: string; key: string; drawing: MapDrawing }
  | ReplyMessage<ThumbnailRequests>;

export type FromPins =
  | { type: 'ready' }
  | { type: 'manageTrust' }
  | { type: 'openFolder' }
  | { type: 'pinImages' }
  | { type: 'action'; action: PinsAction }
  /** Computes missing results. */
  | { type: 'refresh' }
  | { type: 'stop' }
  | { type: 'accept' }
  /** Choose the method of the maps. */
  | { type: 'chooseMethod' }
  /** *Show CAM* on an image; the arrow keys step through the others in the order of the list. */
  | { type: 'showCam'; path: string }
  | { type: 'setExpected'; path: string }
  | { type: 'unpin'; path: string }
  /** Images in view without a drawing, in place of those of the last message. */
  | { type: 'draw'; paths: string[] }
  | RequestMessage<ThumbnailRequests>
  | CancelMessage;
