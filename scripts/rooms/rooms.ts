/** A source folder without its sub-folders: what it holds and whose values it may import. */
export interface Room {
  readonly folder: string;
  readonly holds: string;
  /** Folders. `FOLDER/**` is a folder with all its sub-folders. */
  readonly mayImport: readonly string[];
}

/** Rooms whose values every room may import. */
export const everyones: readonly string[] = ['src/cam/base'];

/** Rooms whose types every room may import: they describe what crosses a border, and add nothing to a bundle. */
export const typesForAll: readonly string[] = ['src/cam/**', 'src/protocol'];

type Line = readonly [name: string, holds: string, mayImport?: readonly string[]];

/** From the base of the library upwards: a room comes before those that import it. */
export const rooms: readonly Room[] = [
  ...inside('src/cam', [
    ['base', 'errors, sizes and boxes, labels of classes, small and JSON files, work in slices'],
    ['results', 'the data sent to another process: explanation, inspection, fidelity, pins, units'],
    [
      'results/evaluation',
      'what is said of an evaluated folder: errors, localization, evidence, trust',
    ],
    [
      'onnx/file',
      'the ONNX file and its graph: bytes, fields, initializers, external weights, cut points',
    ],
    ['onnx/write', 'encoding a part of a model, or the model with more outputs', ['onnx/file']],
    ['onnx/numbers', 'bfloat16, half precision and quantised tensors', ['onnx/file', 'onnx/write']],
    ['onnx', 'reading a model without its weights', ['onnx/**']],
    ['runtime', 'the only module that uses onnxruntime-node'],
    ['image', 'pictures to model inputs: decoding, resampling; the only room that uses sharp'],
    ['maps', 'arithmetic on maps: CAM, contrast, identity, channels, scores'],
    ['maps/pixels', 'from cells to pixels: upsampling, boxes, patches, colours', ['maps']],
    [
      'maps/files',
      'maps as `.npy`, and the fields of `--json`',
      ['maps', 'maps/pixels', 'onnx/file'],
    ],
    [
      'layers',
      'the spatial tensors from input to head: shape, stride, receptive field, parameters',
      ['onnx/file'],
    ],
    [
      'classifier/probe',
      'a part of the graph as a function, and its test inputs',
      ['onnx/file', 'onnx/write', 'runtime'],
    ],
    [
      'classifier/input',
      'the picture that a model takes: layout, sizes, scaling inside the graph',
      ['classifier/probe', 'onnx/file', 'onnx/write', 'runtime'],
    ],
    [
      'classifier/feature',
      'which tensor is the map, and where its cells are in the picture',
      ['classifier/probe', 'classifier/input', 'onnx/write'],
    ],
    [
      'classifier/head',
      'the head read as a function: pooling, class and position weights, logits, refusals',
      ['classifier/probe', 'maps', 'onnx/file'],
    ],
    [
      'classifier/gradient',
      'non-linear heads: the gradient for each picture',
      ['classifier/probe', 'classifier/head'],
    ],
    [
      'classifier',
      'analysing a model; loading and running it',
      ['classifier/**', 'onnx/**', 'results', 'runtime'],
    ],
    [
      'gradients/graph',
      'the nodes that are appended to a model for its gradients: names, constants, forms by version',
      ['onnx/file', 'onnx/write'],
    ],
    [
      'gradients/rules',
      'how each operator is differentiated, by families of operators',
      ['gradients/graph'],
    ],
    [
      'gradients',
      'a model that runs backward too: which nodes, their shapes, the session',
      [
        'classifier/input',
        'classifier/probe',
        'code/origins',
        'gradients/**',
        'onnx/file',
        'onnx/write',
        'runtime',
      ],
    ],
    ['config/labels', 'labels in the forms that people keep them in'],
    ['config/processors', 'the preprocessing that files of transformers and timm state'],
    [
      'config',
      'labels and preprocessing, from each source that states them',
      ['classifier/input', 'config/labels', 'config/processors', 'onnx/file'],
    ],
    [
      'places',
      'where in the picture the cells of a map lie: from the layers, or measured',
      ['classifier', 'classifier/probe', 'image', 'layers', 'maps'],
    ],
    [
      'drawing',
      'pictures, maps and text as pixels, with the font that ships',
      ['image', 'maps', 'maps/pixels'],
    ],
    ['html', 'an HTML file that needs no other, with names as text and pictures inside it'],
    [
      'figure',
      'a photo with its map, its colour scale and a caption as PNG or SVG',
      ['drawing', 'image', 'maps/pixels', 'results'],
    ],
    [
      'model',
      'known and loaded models; describing a model, explaining one picture',
      [
        'classifier',
        'classifier/head',
        'classifier/input',
        'classifier/probe',
        'config',
        'config/labels',
        'image',
        'layers',
        'maps',
        'onnx/**',
        'places',
        'results',
        'runtime',
      ],
    ],
    [
      'methods/layer',
      'the layer that maps are made of: how its tensor reads, where its cells lie',
      [
        'classifier/feature',
        'classifier/input',
        'classifier/probe',
        'gradients',
        'layers',
        'maps',
        'model',
        'config',
        'places',
      ],
    ],
    [
      'methods',
      'maps of any classifier by a method: of a layer, of the pixels, by covering parts of the picture',
      [
        'classifier',
        'classifier/head',
        'classifier/input',
        'classifier/probe',
        'config',
        'config/labels',
        'gradients',
        'image',
        'maps',
        'methods/layer',
        'model',
        'onnx/file',
        'onnx/numbers',
        'onnx/write',
        'places',
        'results',
        'runtime',
      ],
    ],
    [
      'brief',
      'the explanation of one of many pictures: small map, first classes, thumbnail',
      ['image', 'maps', 'maps/files', 'maps/pixels', 'methods', 'model', 'results'],
    ],
    [
      'inspect',
      'a model without a picture: facts, verdict, layers; the channels of any tensor',
      [
        'classifier',
        'classifier/probe',
        'classifier/input',
        'drawing',
        'image',
        'layers',
        'maps',
        'maps/pixels',
        'model',
        'onnx/**',
        'results',
      ],
    ],
    ['code/python', 'Python as text: parser, classes, links to lines'],
    [
      'code/origins',
      'what the exporter recorded about each node',
      ['code/python', 'layers', 'onnx/file'],
    ],
    [
      'code/evaluate',
      'what an expression can refer to, found by following values',
      ['code/python'],
    ],
    [
      'code/locate',
      'from a node to the line that makes it',
      ['code/python', 'code/origins', 'code/evaluate'],
    ],
    [
      'code/containers',
      'from a line to the nodes that it ran',
      ['code/python', 'code/origins', 'code/locate'],
    ],
    ['code/findings', 'what a model says about its code', ['code/python', 'maps']],
    ['gapModels', "the text of a PyTorch file for the paper's networks"],
    [
      'folder/index/files',
      'how the files of an index are written, read and locked: synced, with checksums, refusals',
    ],
    ['folder/index', 'the results of a scan, on disk', ['maps/files', 'folder/index/files']],
    [
      'folder/scan',
      'running the pictures of a folder',
      ['classifier', 'image', 'layers', 'maps', 'model', 'folder/index', 'folder/index/files'],
    ],
    [
      'folder/tables',
      'files of rows about pictures: CSV, TSV and JSON; which picture a name means',
      ['folder/scan'],
    ],
    [
      'folder/annotations',
      'annotations: which objects are in the pictures',
      ['image', 'folder/tables'],
    ],
    [
      'folder/labels',
      'which class each picture of a folder is of, and which files are masks of pictures',
      ['config/labels', 'folder/annotations', 'folder/tables'],
    ],
    [
      'folder',
      'the pictures of a folder run through a model once: the model, the place of the index, its content',
      [
        'classifier/probe',
        'config',
        'config/labels',
        'gradients',
        'image',
        'maps',
        'methods',
        'methods/layer',
        'model',
        'places',
        'results',
        'folder/index/**',
        'folder/labels',
        'folder/scan',
      ],
    ],
    [
      'units/names',
      'names of channels: suggesting and writing them',
      ['config', 'image', 'maps', 'maps/pixels', 'places', 'folder/annotations'],
    ],
    [
      'units/views',
      'answers to questions about a folder, read from its index',
      ['config/labels', 'folder', 'maps'],
    ],
    [
      'units/export',
      'classes and their units as files',
      [
        ...['config/labels', 'drawing', 'folder', 'html', 'image', 'maps', 'maps/files'],
        ...['maps/pixels', 'units/views'],
      ],
    ],
    [
      'units',
      'what is known of the model of a scan; receptive fields by occlusion and by the gradient',
      [
        'classifier/probe',
        'gradients',
        'image',
        'maps',
        'methods',
        'methods/layer',
        'model',
        'folder',
        'results',
      ],
    ],
    [
      'plots',
      'plots of an evaluation as SVG with their numbers as text, in a document that is given',
    ],
    [
      'evaluate/statistics',
      'intervals and tests of shares, means and pairs; seeded orders',
      ['classifier/probe'],
    ],
    [
      'linear/matrices',
      'matrices in float64: products by onnxruntime, inverses',
      ['onnx/file', 'onnx/write', 'runtime'],
    ],
    [
      'linear/samples',
      'features with classes: standardising, class weights, heads for raw features',
      ['linear/matrices'],
    ],
    [
      'linear/ridge',
      'the weighted ridge problem of each class against all others, as one system',
      ['linear/matrices', 'linear/samples'],
    ],
    [
      'linear',
      'linear heads on features, learned and checked; knows nothing of pictures',
      ['evaluate/statistics', 'linear/**', 'maps'],
    ],
    [
      'newModel',
      'a backbone with a new head as an ordinary ONNX model: nodes, metadata, file',
      ['classifier/probe', 'config', 'onnx/file', 'onnx/numbers', 'onnx/write'],
    ],
    [
      'train/pictures',
      'what pictures show without a network: mean colours, places that are the same in a class',
      ['image', 'linear', 'maps/pixels'],
    ],
    [
      'train',
      'classes learned from a folder: pictures with their features, heads, how well they do',
      [
        ...['evaluate/statistics', 'folder', 'folder/index', 'folder/index/files'],
        ...['folder/scan', 'folder/tables', 'linear', 'linear/**', 'maps', 'model', 'newModel'],
        ...['results', 'train/pictures'],
      ],
    ],
    [
      'evaluate/doctor',
      'which ways of reading pictures and labels fit labelled pictures, and writing them',
      [
        'evaluate/classification',
        'evaluate/statistics',
        'config',
        'config/labels',
        'evaluate/runs',
        'image',
        'model',
        'results',
      ],
    ],
    [
      'evaluate/classification',
      'errors of labelled pictures: predictions, classes, confused pairs, calibration',
      ['evaluate/statistics', 'maps'],
    ],
    [
      'evaluate/localization',
      'maps against annotated boxes and masks: MaxBoxAcc, PxAP, errors, pointing, energy',
      ['evaluate/classification', 'maps/pixels', 'evaluate/statistics'],
    ],
    [
      'evaluate/sources',
      'where the maps of a table come from: kept ones, baselines, folders of `.npy` files',
      [
        'evaluate/classification',
        'classifier/probe',
        'maps/files',
        'maps/pixels',
        'results',
        'results/evaluation',
        'evaluate/localization',
      ],
    ],
    [
      'evaluate/runs',
      'further runs of the model: maps of other methods and of ten crops, scores of pictures',
      [
        'evaluate/classification',
        ...['classifier/head', 'config', 'evaluate/localization', 'folder/scan', 'image', 'maps'],
        ...['maps/pixels', 'methods', 'places', 'results'],
      ],
    ],
    [
      'evaluate/trust/pictures',
      'pictures that a map makes of one: pixels removed, added, filled from their neighbours',
      ['classifier/probe', 'maps/pixels'],
    ],
    [
      'evaluate/trust',
      'faithfulness of maps: deletion, insertion, average drop, ROAD, random weights',
      [
        ...['classifier', 'classifier/head', 'classifier/probe', 'evaluate/localization'],
        ...['evaluate/statistics', 'evaluate/trust/pictures', 'evaluate/runs', 'image', 'maps'],
        ...['onnx/file', 'onnx/write'],
      ],
    ],
    [
      'evaluate/export',
      'what is said of an evaluated folder as files: HTML, JSON, CSV',
      [
        ...['drawing', 'folder/tables', 'html', 'image', 'maps/files', 'maps/pixels', 'plots'],
        'results/evaluation',
      ],
    ],
    [
      'evaluate',
      'a folder of labelled pictures: predictions, maps and annotations together',
      [
        ...['config/labels', 'evaluate/**', 'folder', 'folder/**', 'maps', 'maps/files'],
        ...['maps/pixels', 'methods', 'results/evaluation'],
      ],
    ],
    [
      'evaluate/parity',
      'the same folder under two models: flips, boxes, maps; the record that a later comparison needs',
      ['evaluate/classification', 'evaluate/statistics', 'maps/pixels'],
    ],
    [
      'evaluate/evidence',
      'where the evidence of each class lies, and groups of pictures where it lies elsewhere',
      ['evaluate/classification', 'evaluate', 'evaluate/localization', 'maps/**'],
    ],
    [
      'pins',
      'what an export changed in the pinned pictures',
      [
        ...['brief', 'config', 'image', 'maps/**', 'methods', 'model', 'onnx/file', 'results'],
        ...['folder'],
      ],
    ],
    ['', "the library's only entry: `Engine`", ['src/cam/**']],
  ]),
  ...inside('src', [
    ['protocol', 'messages between the editor and its pages: types only'],
    ['engine', 'the process of the library, its client, its limits', ['cam']],
    ['exportRunner/traceback', "Python's errors in the output of a command"],
    [
      'exportRunner',
      "the user's export command, in a separate process, one at a time",
      ['exportRunner/traceback'],
    ],
    ['cli/text', 'what the commands print', ['cam/config', 'cam/maps/files', 'cam/results']],
    ['cli/command', 'what all commands need: options, exit codes, Ctrl-C, files', ['cli/text']],
    [
      'cli/evaluate',
      '`cam-lens evaluate`',
      [
        ...['cli/command', 'cli/text', 'engine', 'cam/evaluate/parity'],
        ...['cam/results', 'cam/results/evaluation'],
      ],
    ],
    [
      'cli/train',
      '`cam-lens train`',
      ['cli/command', 'cli/text', 'engine', 'cam/results', 'cam/train'],
    ],
    [
      'cli',
      'the command line',
      [
        ...['cli/command', 'cli/evaluate', 'cli/text', 'cli/train', 'engine', 'cam/maps/**'],
        ...['cam/results'],
      ],
    ],
    ['editor', 'what every feature needs: the engine, trust, the colour profile', ['engine']],
    ['editor/files', 'files of the workspace: choosing, following, saving'],
    ['editor/panels', 'what all panels share: page, messages, errors', ['engine', 'editor']],
    [
      'editor/models',
      'which model, which output, which layer',
      ['engine', 'editor', 'editor/files', 'cam/config'],
    ],
    [
      'editor/folder',
      'what panels about a folder share: the choice, what is known, scans, messages; the list',
      [
        ...['engine', 'editor', 'editor/files', 'editor/models', 'editor/panels'],
        ...['cam/config'],
      ],
    ],
    [
      'editor/code/found',
      'the code of a model in this workspace',
      ['engine', 'editor', 'editor/files', 'cam/code/**'],
    ],
    [
      'editor/code/inPython',
      'what is shown in Python files: lenses, hovers, shapes, diagnostics',
      ['engine', 'editor', 'editor/models', 'editor/code/found', 'cam/code/**', 'cam/config'],
    ],
    [
      'editor/code',
      'links from a model to its code and back',
      ['engine', 'editor', 'editor/files', 'editor/models', 'editor/code/**', 'cam/code/**'],
    ],
    [
      'editor/showCam/offers',
      'what *Show CAM* offers where a model seems to be read in a way that does not fit',
      ['cam/config', 'cam/evaluate/doctor'],
    ],
    [
      'editor/showCam',
      'the *Show CAM* panel',
      [
        'engine',
        'editor',
        'editor/files',
        'editor/models',
        'editor/panels',
        'editor/showCam/offers',
        'editor/code/**',
        'cam/config',
        'cam/maps',
        'cam/results',
      ],
    ],
    [
      'editor/modelTab',
      'the tab of a model',
      [
        'engine',
        'editor',
        'editor/files',
        'editor/models',
        'editor/panels',
        'editor/code/**',
        'cam/config',
      ],
    ],
    [
      'editor/classUnits',
      'the *Class Units* panel',
      ['editor', 'editor/files', 'editor/folder', 'editor/panels'],
    ],
    [
      'editor/evaluate',
      'the *Evaluate Folder* panel',
      ['engine', 'editor', 'editor/files', 'editor/folder', 'editor/panels'],
    ],
    [
      'editor/train',
      'the *Train Classes on This Folder* panel',
      ['engine', 'editor', 'editor/folder', 'editor/panels', 'cam/results'],
    ],
    [
      'editor/pins',
      'the view of pinned images',
      [
        'engine',
        'editor',
        'editor/files',
        'editor/models',
        'editor/panels',
        'cam/config',
        'cam/pins',
        'cam/results',
      ],
    ],
    [
      'editor/sideBar',
      'the lists of the activity bar: models with their verdicts, scanned folders',
      ['engine', 'editor', 'editor/files', 'editor/folder', 'editor/models', 'cam/config'],
    ],
    ['editor/newModel', '*New GAP Model*', ['cam/gapModels']],
    [
      'editor/exportOnSave',
      '*Export Model*, and export on save',
      ['editor', 'editor/files', 'exportRunner/**'],
    ],
    ['', 'the entry points: `extension.ts`, `cli.ts`', ['editor/**', 'cli', 'engine']],
  ]),
  ...inside('webview', [
    ['shared/format', 'numbers, names and sentences as text'],
    ['shared/widgets', 'controls and lists; the toolkit', ['shared/format']],
    [
      'shared/map',
      'a picture and its map on a canvas',
      ['shared/format', 'shared/widgets', 'src/cam/maps/pixels'],
    ],
    ['shared/plots', 'a plot with its numbers as a table that opens', ['shared/widgets']],
    ['shared/page', 'state that is drawn once per frame, requests for pictures'],
    [
      'shared/folder',
      'a page about a folder of images: its head line, the scan, what is missing, failures',
      ['shared/format', 'shared/page', 'shared/widgets'],
    ],
    [
      'shared/grid',
      'images as tiles: long lists, read by pages',
      ['shared/map', 'shared/page', 'shared/widgets', 'src/cam/maps/pixels'],
    ],
    ['shared/styles', 'styles that several pages share'],
    ['showCam/styles', 'its styles'],
    ['showCam/state', 'what the panel shows and keeps', ['shared/**', 'src/cam/maps/**']],
    ['showCam/compared', 'two models as numbers', ['showCam/state', 'src/cam/maps/**']],
    [
      'showCam/stage',
      'the picture: drawing, zoom, divider, legend, reading',
      ['showCam/state', 'showCam/compared', 'shared/**', 'src/cam/maps/**'],
    ],
    [
      'showCam/figure',
      'what is shown, as a figure to be saved',
      [...['showCam/state', 'showCam/compared', 'showCam/stage', 'showCam/beside'], 'shared/**'],
    ],
    [
      'showCam/comparison',
      'the parts of a comparison next to the picture',
      ['showCam/state', 'showCam/compared', 'showCam/stage', 'shared/**'],
    ],
    [
      'showCam/beforeAfter',
      'what an export changed',
      [
        'showCam/state',
        'showCam/compared',
        'showCam/comparison',
        'shared/**',
        'src/cam/maps/pixels',
      ],
    ],
    [
      'showCam/classes',
      'the answer, the list of classes, how their maps add up',
      ['showCam/state', 'showCam/stage', 'shared/**'],
    ],
    [
      'showCam/settings',
      'how the map is drawn, and what is chosen of the model',
      ['showCam/state', 'showCam/compared', 'showCam/stage', 'shared/**', 'src/cam/maps/**'],
    ],
    [
      'showCam/methods',
      'maps by other methods: which there are, their progress, what is said of them',
      ['showCam/state', 'showCam/compared', 'shared/**', 'src/cam/maps/**'],
    ],
    [
      'showCam/beside',
      'maps by further methods beside the main one: loading, panes, how they are arranged',
      [...['showCam/state', 'showCam/stage', 'showCam/methods', 'showCam/panels'], 'shared/**'],
    ],
    [
      'showCam/sheet',
      'several images as a contact sheet: tiles, their order, the progress',
      ['showCam/state', 'shared/**', 'src/cam/maps/pixels'],
    ],
    [
      'showCam/panels',
      'what else is around the picture: head line, check, channels, facts, errors, help',
      [
        ...['showCam/state', 'showCam/compared', 'showCam/comparison'],
        ...['shared/**', 'src/cam/maps/**'],
      ],
    ],
    ['showCam', 'the page of *Show CAM*', ['showCam/**', 'shared/**', 'src/cam/maps/files']],
    ['modelTab/styles', 'its styles'],
    ['modelTab/state', 'what the tab shows and keeps', ['shared/**', 'src/cam/maps/pixels']],
    [
      'modelTab/channels',
      'the channels of a layer for a picture',
      ['modelTab/state', 'shared/**', 'src/cam/maps/**'],
    ],
    [
      'modelTab/graph',
      'the graph of the layers: folding, placing by dagre, drawing',
      ['modelTab/state', 'shared/**'],
    ],
    [
      'modelTab/panels',
      'facts, verdict, layers, the weights of the head',
      ['modelTab/state', 'shared/**', 'src/cam/maps'],
    ],
    ['modelTab', 'the page of a model', ['modelTab/**', 'shared/**']],
    ['classUnits/styles', 'its styles'],
    [
      'classUnits/state',
      'what the panel shows, keeps and asks for',
      ['shared/folder', 'shared/format', 'shared/page', 'src/cam/maps'],
    ],
    [
      'classUnits/patches',
      'patches of pictures, cut and masked',
      ['classUnits/state', 'shared/**', 'src/cam/maps/pixels'],
    ],
    ['classUnits/panels', 'header, scan, messages', ['classUnits/state', 'shared/**']],
    [
      'classUnits/subjects',
      'a class, a unit, names, the result without some units',
      ['classUnits/state', 'classUnits/panels', 'classUnits/patches', 'shared/**'],
    ],
    ['classUnits', 'the page of class units', ['classUnits/**', 'shared/**']],
    ['evaluate/styles', 'its styles'],
    [
      'evaluate/state',
      'what the panel shows, keeps and asks for',
      ['shared/folder', 'shared/format', 'shared/page'],
    ],
    [
      'evaluate/panels',
      'head line, answer, what was found, saving',
      ['evaluate/state', 'shared/**'],
    ],
    [
      'evaluate/errors',
      'the worst images, confusions, classes, calibration',
      ['evaluate/state', 'shared/**', 'src/cam/plots'],
    ],
    [
      'evaluate/localization',
      'maps against boxes and masks: scores, the curve, the images',
      ['evaluate/state', 'evaluate/panels', 'shared/**', 'src/cam/plots'],
    ],
    [
      'evaluate/evidence',
      'where the evidence of each class lies, and its clusters of images',
      ['evaluate/state', 'evaluate/panels', 'shared/**'],
    ],
    [
      'evaluate/trust',
      'whether the maps show what the model uses',
      ['evaluate/state', 'evaluate/panels', 'shared/**', 'src/cam/plots'],
    ],
    [
      'evaluate/preprocessing',
      'other ways to read images and labels',
      ['evaluate/state', 'evaluate/panels', 'shared/**'],
    ],
    [
      'evaluate/parity',
      'the same folder under another model',
      ['evaluate/state', 'evaluate/panels', 'shared/**'],
    ],
    ['evaluate', 'the page of an evaluated folder', ['evaluate/**', 'shared/**']],
    ['train/styles', 'its styles'],
    [
      'train/state',
      'what the panel shows, keeps and asks for',
      ['shared/folder', 'shared/format', 'shared/page'],
    ],
    [
      'train/panels',
      'what is learned from, and the answer',
      ['train/state', 'shared/**', 'src/cam/results'],
    ],
    [
      'train/results',
      'images that are not recognised, and the classes',
      ['train/state', 'shared/**'],
    ],
    ['train', 'the page of classes that are learned', ['train/**', 'shared/**']],
    ['pins/styles', 'its styles'],
    ['pins', 'the page of pinned images', ['shared/**', 'src/cam/maps/pixels']],
  ]),
];

/** Names are relative to the folder unless they begin with `src/`. */
function inside(parent: string, lines: readonly Line[]): Room[] {
  const pathOf = (name: string) =>
    name.startsWith('src/') ? name : [parent, name].filter(Boolean).join('/');
  return lines.map(([name, holds, mayImport = []]) => ({
    folder: pathOf(name),
    holds,
    mayImport: mayImport.map(pathOf),
  }));
}
