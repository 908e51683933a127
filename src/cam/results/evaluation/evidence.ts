import type { ScalarMap } from '../../maps/featureMap.ts';
import type { Finding } from './scores.ts';

/** A part of the picture that may hold the evidence. */
export type Region = 'mask' | 'box' | 'centre' | 'border' | 'corners';

export interface EvidenceQuery {
  /** Only this class; undefined for all. */
  classIndex?: number | undefined;
  seed: number;
  /** Largest number of clusters for each class. */
  clusters: number;
}

/** Where the evidence of each class lies, the class with the most suspicious cluster first. */
export interface EvidenceReport {
  classes: ClassEvidence[];
  /** How many classes stand out, or that none does; undefined without classes. */
  conclusion?: string | undefined;
  findings: Finding[];
}

export interface ClassEvidence {
  classIndex: number;
  label: string;
  pictures: number;
  /** Mean over its pictures of the map of the class, each divided by its maximum; laid over the whole photo. */
  meanMap: ScalarMap;
  /** The same of the class-agnostic mean activation. */
  meanActivation: ScalarMap;
  shares: RegionShare[];
  /** Smallest and most deviant first. */
  clusters: EvidenceCluster[];
  /** One sentence if the evidence of the whole class lies where that of the other classes does not. */
  text?: string;
}

/** Share of the positive evidence inside a region, mean over the class's pictures, 0…1. */
export interface RegionShare {
  region: Region;
  share: number;
  /** The same of the class-agnostic mean activation. */
  ofMeanActivation: number;
  /** Share of the picture that the region covers: what an even map has. */
  chance: number;
  /** Pictures that it is a mean of. */
  pictures?: number;
}

export interface EvidenceCluster {
  /** Rows of the index, the most typical first. */
  images: number[];
  paths: string[];
  meanMap: ScalarMap;
  /** Distance of its mean map to that of the class's other pictures ÷ mean distance of the class's pictures to theirs. */
  deviation: number;
  shares: RegionShare[];
  /** One sentence: where this cluster's evidence lies, compared with the others. */
  text: string;
  /** Whether its evidence lies at a corner or border where neither the others' nor the mean activation is. */
  suspicious?: boolean;
}
