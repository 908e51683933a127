export const TRAIN_HELP = `cam-lens train: learns new classes from a folder, on the features of a model

Usage:
  cam-lens train MODEL.onnx FOLDER --out NEW.onnx [options]

Each sub-folder of FOLDER is a class, with at least two images. Every image is run through
MODEL once; the results are kept, also for \`cam-lens units\` and \`evaluate\`. What the last
feature map shows on average is the input of linear class scores, so NEW.onnx has an exact
class activation map. NEW.onnx is an ordinary ONNX model with labels and preprocessing inside;
MODEL.onnx stays as it is.

How well it recognises images is measured on images that it has not learned from: for each
fold, another head is learned from the other folds. Images that are nearly the same and yet in
different folds are listed, with what mean colour alone achieves, and heads that learned from
fewer images.

What is learned from:
  --labels FILE       the classes of the images: CSV, TSV or JSON with a column of image names
                      and one of classes (default: the sub-folders)
  --groups FILE       images that belong together (of one sequence, patient, object): a column
                      of image names and one of groups; a group is never in two folds
  --groups near-duplicates
                      images that are nearly the same as MODEL sees them (copies, frames of one
                      video), directly or through others, are such a group, and nothing else is

How:
  --layer TENSOR      the map whose means are learned from, a finer one for instance (default: the
                      last one; \`cam-lens model --layers\` lists them)
  --crop-border P     leave P percent of each image out at every side, also later in NEW.onnx: a
                      control, a watermark or a date there tells classes apart
  --learner NAME      ridge (default), svm (squared hinge) or logistic
  --strength L        penalty of the weights, in parts of the number of images (default: the
                      one with the best balanced accuracy on images that are left out)
  --folds N           default: 5
  --seed N            of the folds (default: 1)

Output:
  -o, --out FILE      the new model; NEW.cam.json is written beside it
  --overwrite         replace FILE if it exists
  --json              print the report as one JSON object
  --count N           images that are not recognised to list (default: 10)
  --index DIR         keep the results of all folders in DIR (default: the system's cache
                      folder)
  --config FILE       preprocessing from this file instead of MODEL.cam.json
  --output NAME       the model's output that holds the class scores
  -h, --help          this text

Ctrl-C stops; the same command continues where the images stopped.
`;
