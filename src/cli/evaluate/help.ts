export const EVALUATE_HELP = `cam-lens evaluate: which images of a labelled folder a model gets wrong, and where it looks

Usage:
  cam-lens evaluate MODEL.onnx FOLDER [options]

Every image in FOLDER and its sub-folders is run through the model once. The results are
kept, also for \`cam-lens units\`; next time, only new and changed images are run.

What the images show:
  --labels FILE       the classes of the images: CSV, TSV, JSON, or ILSVRC's ground truth
                      (default: what is found: sub-folders named as classes, a file of labels
                      in or beside FOLDER, the annotations); \`--labels folders\` for sub-folders
  --annotations PATH  boxes and masks: COCO, Pascal VOC, class masks, wsolevaluation's metadata
                      folder, or a CSV of boxes (default: what is found in or beside FOLDER)

What is evaluated, besides the classes:
  --localization      where boxes or masks are: done also without this option, if they are
                      found and the folder has at most 2,000 images
  --methods LIST      methods of the table, separated by commas (default: cam, or the method
                      that stands in for it), e.g. cam,grad-cam,saliency
  --crops N           1 (default) or 10: the maps and scores of ten crops, as in the paper
  --maps DIR          a folder of .npy maps in wsolevaluation's layout as a further row of the
                      table; may be repeated
  --boxes RULE        paper (default): the largest component above 20 % of the maximum;
                      authors: their program's five guesses
  --tau WHEN          held-out (default): the threshold of MaxBoxAcc is chosen on one half of the
                      images and scored on the other; oracle: on all of them
  --no-geometry       stretch maps over the image, wherever the model looked
  --evidence          where the evidence of each class lies, and images that differ in it
  --trust             faithfulness on a sample: insertion, deletion, average drop, ROAD,
                      randomisation, each with baselines
  --doctor            which preprocessing and order of labels fits the images best
  --sample N          images of the sample for --trust (default: 20) and --localization
                      (default: all)
  --seed N            of samples, halves and intervals (default: 1)

Comparing:
  --before MODEL      the same folder under another model or export, as the one before;
                      its labels and preprocessing are those of its own sidecar
  --baseline FILE     … or as the report.json of an earlier run says
  --max-accuracy-drop P, --min-map-iou X, --min-map-correlation X
                      bounds, in percentage points, 0 … 1 and −1 … 1; exit code 3 if one
                      is broken
  --summary FILE      append a summary in Markdown, as CI services show it

Output:
  -o, --out DIR       write report.html, report.json, images.csv to DIR, and with
                      --write-maps the maps (.npy) in wsolevaluation's layout to DIR/maps
  --write-maps
  --json              print the report as one JSON object
  --count N           wrong images that are listed (default: 10)
  --index DIR         keep the results of all folders in DIR (default: the system's cache
                      folder)
  --config FILE       labels and preprocessing from this file instead of MODEL.cam.json
  --output NAME       the model's output that holds the class scores
  -h, --help          this text

Ctrl-C stops; the same command continues where it stopped. Whatever does not count is named
on stderr: unreadable images, images without a class, boxes outside of their image …

Exit codes: 0 all went well; 1 the model or the folder could not be used, or none of its
images; 2 wrong usage; 3 a bound is broken; 130 Ctrl-C stopped it.

Examples:
  cam-lens evaluate resnet50.onnx val
  cam-lens evaluate resnet50.onnx val --labels val.csv --evidence --out report
  cam-lens evaluate int8.onnx val --baseline report/report.json --max-accuracy-drop 0.5
`;
