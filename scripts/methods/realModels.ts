/** A classifier of the folder of real data. */
export interface RealModel {
  /** Its file is `models/NAME.onnx`. */
  name: string;
  title: string;
  preprocessing: Record<string, unknown>;
}

/** The photos are squares already, so nothing is cropped. */
export const REAL_MODELS: readonly RealModel[] = [
  {
    name: 'squeezenet1.0_deepcompression_fp32',
    title: 'SqueezeNet',
    preprocessing: {
      resize: { mode: 'stretch', size: 227 },
      crop: 227,
      channels: 'BGR',
      scale: 1,
      mean: [104, 117, 123],
      std: [1, 1, 1],
    },
  },
  {
    name: 'mobilenet_v2_torch_from_tflite_fp32',
    title: 'MobileNetV2',
    preprocessing: {
      resize: { mode: 'stretch', size: 224 },
      crop: 224,
      channels: 'RGB',
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
    },
  },
];
