export const PROGRAM_HELP = `cam-lens: what an image classifier looks at (class activation maps of ONNX models)

Usage:
  cam-lens show IMAGE… --model MODEL.onnx [options]
  cam-lens model MODEL.onnx [options]
  cam-lens units MODEL.onnx FOLDER [options]

Commands:
  show        class activation maps, predictions, boxes and channels of images
  model       facts about a model: its map or why it has none, its input, labels and layers
  units       what a class is made of: its strongest channels, and the image patches in
              a folder that excite them most

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
                      convert images by their embedded colour profile (default: use the
                      stored values, as in PIL)
  --output NAME       the model's output that holds the class scores
  --layer TENSOR      make the map from this tensor instead of the last spatial one
                      (\`cam-lens model --layers\` lists them; a cut point is needed)
  --input-scale N     enlarge the model's input for a finer map: 1, 1.5 or 2, if the
                      model allows it (default: 1)
  -h, --help          this text

An image that fails is reported on stderr; the other images are still shown.

Exit codes: 0 all went well; 1 the model or an image could not be used; 2 wrong usage.

Examples:
  cam-lens show cat.jpg --model resnet50.onnx
  cam-lens show *.jpg -m resnet50.onnx --class tabby --json > maps.jsonl
`;

export const MODEL_HELP = `cam-lens model: facts about a model, without an image

Usage:
  cam-lens model MODEL.onnx [options]

Options:
  --layers            list the spatial tensors from the input to the head
  --json              print one JSON object (layers included)
  --output NAME       the output that holds the class scores
  --config FILE       labels and preprocessing from this file instead of MODEL.cam.json
  -h, --help          this text

Exit codes: 0 the file could be read, with or without a map; 1 it could not be read; 2 wrong
usage.

Examples:
  cam-lens model resnet50.onnx --layers
  cam-lens model resnet50.onnx --json | jq .verdict.standing
`;

export const UNITS_HELP = `cam-lens units: what classes are made of, over a folder of images

Usage:
  cam-lens units MODEL.onnx FOLDER [options]

Every image in FOLDER and its sub-folders is run through the model once. The results are
kept; next time, only new and changed images are run. If a sub-folder is named after a class,
its images count as that class.

Options:
  -c, --class CLASS   a class by index, by label or by an unambiguous part of its label;
                      may be repeated (default: the classes named by the sub-folders, else
                      the five that the model predicts most often)
  --rank ORDER        weight: by the weight of the channel in the class (default);
                      contribution: by what it adds to the logit of the class's images;
                      separation: by how well it separates them from the others
  --count N           channels for the class, and as many against it (default: 10)
  --patches N         patches of each channel (default: 5)
  -o, --out DIR       write the patches (PNG and HTML), the numbers (JSON) and arrays (.npy)
                      of every class to DIR
  --html FILE         write one HTML page with all classes of the folder (or those of --class)
                      to FILE; it needs no other file and no network
  --json              print one JSON object per class, one per line
  --suggest-names     suggest names for channels from the annotations beside the images
                      (COCO, Pascal VOC, masks)
  --index DIR         keep the results of all folders in DIR (default: the system's cache
                      folder)
  --config FILE       labels and preprocessing from this file instead of MODEL.cam.json
  --output NAME       the model's output that holds the class scores
  -h, --help          this text

Ctrl-C stops the scan; the same command continues where it stopped. Unreadable images are
reported on stderr, and the scan continues with the others.

Exit codes: 0 all went well; 1 the model or the folder could not be used, or none of
its images; 2 wrong usage; 130 Ctrl-C stopped the scan.

Examples:
  cam-lens units resnet50.onnx photos
  cam-lens units resnet50.onnx photos --class tabby --count 3 --out tabby
`;
