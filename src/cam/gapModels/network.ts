/** How each map becomes one number: its mean (GAP) or its maximum (GMP). */
export type GlobalPooling = 'gap' | 'gmp';

/** A size that the last map of a network can have, for an input of 224×224. */
export interface MappingResolution {
  /** Cells on a side. */
  cells: number;
  /** Input pixels between neighbouring cells. */
  stridePx: number;
  /** The change of the network for this size, e.g. `without pool5`. */
  change: string;
  /** Whether it is the paper's size (or, if the paper has none, that of the published network). */
  isOriginal: boolean;
}

/** The parts of a Python file that depend on the network. */
interface NetworkCode {
  /** Classes and constants before the model's class; empty if it needs none. */
  parts: string;
  /** Code of the model class's `__init__`, before the pooling. */
  layers: string;
  /** Code of `forward` from `x` to `maps`. */
  forward: string;
  /** Number of maps. */
  maps: number;
}

/** An available network. */
export interface Network {
  id: NetworkId;
  /** Its name in the paper, without the pooling. */
  name: string;
  /** Beginning of the name of the Python class. */
  className: string;
  /** Torchvision's function that makes the network with these layers, and its weights. */
  torchvision: { model: string; weights: string };
  /** Preprocessing of the weights' training; training from scratch uses the same. */
  normalisation: { mean: string; std: string };
  /** Learning rate of layers with random weights; layers with torchvision's weights use a tenth of it. */
  learningRate: string;
  /** Size of the exported file with the first resolution and ten classes, in 10⁶ bytes. */
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
