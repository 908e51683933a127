/** How each map becomes one number: its mean (GAP) or its maximum (GMP). */
export type GlobalPooling = 'gap' | 'gmp';

/** A size that the last map of a network can have, for an input of 224×224. */
export interface MappingResolution {
  /** Cells on a side. */
  cells: number;
  /** Input pixels between neighbouring cells. */
  stridePx: number;
  /** What becomes of the network for it, e.g. `without pool5`. */
  change: string;
  /** Whether it is the one of the paper (or of the network as it was published, where the paper has none). */
  isOriginal: boolean;
}

/** The parts of a network's Python file that are its own. */
interface NetworkCode {
  /** Classes and constants before the model's class; empty where it needs none. */
  parts: string;
  /** What `__init__` of the model's class does, before the pooling. */
  layers: string;
  /** What `forward` does with `x`, up to `maps`. */
  forward: string;
  /** Number of maps. */
  maps: number;
}

/** A network that a file can be written for. */
export interface Network {
  id: NetworkId;
  /** As the paper calls it, without its pooling. */
  name: string;
  /** Beginning of the name of the Python class. */
  className: string;
  /** Torchvision's function that makes the network with these layers, and its weights. */
  torchvision: { model: string; weights: string };
  /** What the weights were trained with; scratch training takes the same. */
  normalisation: { mean: string; std: string };
  /** Of layers with random weights; those that have torchvision's learn at a tenth of it. */
  learningRate: string;
  /** Of the exported file with the first resolution and ten classes, in 10⁶ bytes. */
  sizeMb: number;
  resolutions: readonly MappingResolution[];
  /** Whether torchvision's network itself is mean pooling and one linear layer behind these maps. */
  endsInMeanPooling: boolean;
  /** @param cells one of `resolutions` */
  code(cells: number): NetworkCode;
}

export type NetworkId = 'alexnet' | 'vggnet' | 'googlenet' | 'resnet18';

export const IMAGENET_NORMALISATION = {
  mean: '(0.485, 0.456, 0.406)',
  std: '(0.229, 0.224, 0.225)',
};

/** The layer of the paper: 3×3, stride 1, padding 1, 1024 units. */
export function mappingLayer(inputs: number): string {
  return `
        # The paper's layer: the class activation map is a weighted sum of its 1024 maps.
        self.mapping = nn.Conv2d(${inputs}, 1024, 3, padding=1)`;
}
