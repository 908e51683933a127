import type { GlobalPooling, MappingResolution, Network } from './network.ts';

/** The content of a file. */
export interface FileContent {
  network: Network;
  pooling: GlobalPooling;
  resolution: MappingResolution;
  /** Name of the file without its ending. */
  stem: string;
}

/** Name of the Python class of the model. */
export function modelClass({ network, pooling }: FileContent): string {
  return `${network.className}${pooling === 'gap' ? 'Gap' : 'Gmp'}`;
}

/** Whether torchvision's network ends like this one, so that its head fits too. */
export function hasOriginalHead({ network, pooling }: FileContent): boolean {
  return network.endsInMeanPooling && pooling === 'gap';
}
