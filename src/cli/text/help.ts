export const PROGRAM_HELP = `cam-lens: what an image classifier looks at (maps of ONNX models)

Usage:
  cam-lens show IMAGE… --model MODEL.onnx [options]
  cam-lens model MODEL.onnx [options]
  cam-lens units MODEL.onnx FOLDER [options]
  cam-lens evaluate MODEL.onnx FOLDER [options]
  cam-lens train MODEL.onnx FOLDER --out NEW.onnx [options]

Commands:
  show        maps, predictions, boxes and channels of images: class activation maps, Grad-CAM,
              saliency and others
  model       facts about a model: its map or why it has none, its methods, input, labels
              and layers
  units       what a class is made of: its strongest channels, and the image patches in
              a folder that excite them most
  evaluate    which images of a labelled folder it gets wrong, why, and where it looks
  train       new classes from a folder, on the features of the model, as a new model

Options:
  -h, --help  this text; after a command, the command's own help
  --version   the version

Exit codes: 0 all went well; 1 the model or an image could not be used; 2 wrong usage;
3 a bound of \`evaluate\` is broken.
`;

export const SHOW_HELP = `cam-lens show: what a model looks at in images

Usage:
  cam-lens show IMAGE… --model MODEL.onnx [options]

Options:
  -m, --model FILE    the ONNX classifier (required)
  --method METHOD     how the map is made (default: cam; if the model has none, the first
                      of grad-cam, saliency and occlusion that it allows, and a note says so):
                        cam                   the class activation map
                        grad-cam, hires-cam, layer-cam
                                              of a layer and its gradient
                        saliency, gradient-input, integrated-gradients, smooth-grad
                                              of the gradient of the pixels
                        occlusion             by covering parts of the image; slow
  -c, --class CLASS   a class by index, by label or by an unambiguous part of its label;
                      may be repeated (default: the five largest logits; with another
                      method than cam, the largest one)
  --against CLASS     the map of the difference: why the class and not this one
  -o, --out DIR       write the overlay (PNG, at photo resolution), the map (.npy, in its
                      own cells) and the numbers (JSON) of every image to DIR
      --json          print one JSON object per image, one per line
      --config FILE   labels and preprocessing from this file instead of MODEL.cam.json
      --colour-profile
                      convert images by their embedded colour profile (default: use the
                      stored values, as in PIL)
  --output NAME       the model's output that holds the class scores
  --layer TENSOR      make the map from this tensor instead of the last spatial one
                      (\`cam-lens model --layers\` lists them; cam needs a cut point,
                      methods of the pixels have none)
  --input-scale N     enlarge the model's input for a finer map: 1, 1.5 or 2, if the
                      model allows it (default: 1); only for cam
  -h, --help          this text

An image that fails is reported on stderr; the other images are still shown.

Exit codes: 0 all went well, also if a model without a class activation map was shown by
another method; 1 the model, its method or an image could not be used (with --method cam
also if it has no class activation map); 2 wrong usage; 130 Ctrl-C ended it.

Examples:
  cam-lens show cat.jpg --model resnet50.onnx
  cam-lens show cat.jpg -m vit.onnx --method saliency --class tabby --against lynx
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
                      gradient-activation: by gradient × activation, where the head has no
                      class weights (default there);
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
