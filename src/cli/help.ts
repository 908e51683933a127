export const PROGRAM_HELP = `cam-lens: what an image classifier looks at (class activation maps of ONNX models)

Usage:
  cam-lens show IMAGE… --model MODEL.onnx [options]

Commands:
  show        class activation maps, predictions, boxes and channels of images

Options:
  -h, --help  this text; after a command, the command's own help
  --version   the version

Exit codes: 0 all went well; 1 the model or an image could not be used; 2 wrong usage.
`;

export const SHOW_HELP = `cam-lens show: what a model looks at in images

Usage:
  cam-lens show IMAGE… --model MODEL.onnx [options]

Options:
  -m, --model FILE    the ONNX classifier (required)
  -c, --class CLASS   a class by index, by label or by an unambiguous part of its label;
                      may be repeated (default: the five largest logits)
  -o, --out DIR       write the overlay (PNG, at photo resolution), the map (.npy, at
                      feature resolution) and the numbers (JSON) of every image to DIR
      --json          print one JSON object per image, one per line
      --config FILE   labels and preprocessing from this file instead of MODEL.cam.json
      --colour-profile
                      convert images by their embedded colour profile (default: take the
                      stored values, as PIL does)
  -h, --help          this text

An image that fails is reported on stderr and the others go on.

Exit codes: 0 all went well; 1 the model or an image could not be used; 2 wrong usage.

Examples:
  cam-lens show cat.jpg --model resnet50.onnx
  cam-lens show *.jpg -m resnet50.onnx --class tabby --json > maps.jsonl
`;
