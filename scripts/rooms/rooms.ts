/** A folder of the sources, its own files alone: what it holds and whose values it may import. */
export interface Room {
  readonly folder: string;
  readonly holds: string;
  /** Folders. `FOLDER/**` is a folder with all that are inside it. */
  readonly mayImport: readonly string[];
}

/** Rooms whose values every other may import. */
export const everyones: readonly string[] = ['src/cam/base'];

/** Rooms whose types every other may import: they say what crosses a border, and leave no trace in a bundle. */
export const typesForAll: readonly string[] = ['src/cam/**', 'src/protocol'];

type Line = readonly [name: string, holds: string, mayImport?: readonly string[]];

/** From the library's ground upwards: a room stands below those that import it. */
export const rooms: readonly Room[] = [
  ...inside('src/cam', [
    ['base', 'errors, sizes and boxes, small and JSON files, work in slices'],
    ['results', 'what crosses to another process: explanation, inspection, fidelity, pins, units'],
    [
      'onnx/file',
      'the ONNX file and its graph: bytes, fields, initializers, external weights, cut points',
    ],
    ['onnx/write', 'encoding a part of a model, or the model with more outputs', ['onnx/file']],
    ['onnx/numbers', 'bfloat16, half precision and quantised tensors', ['onnx/file', 'onnx/write']],
    ['onnx', 'reading a model without its weights', ['onnx/**']],
    ['runtime', 'the one module that knows onnxruntime-node'],
    ['image', 'pictures to model inputs: decoding, resampling; the one room that knows sharp'],
    ['maps', 'arithmetic on maps: CAM, contrast, identity, channels, scores'],
    ['maps/pixels', 'from cells to pixels: upsampling, boxes, patches, colours', ['maps']],
    ['maps/files', 'maps as `.npy`, and the fields of `--json`', ['maps', 'maps/pixels']],
    [
      'layers',
      'the spatial tensors from input to head: shape, stride, receptive field, parameters',
      ['onnx/file'],
    ],
    [
      'classifier/probe',
      'a part of the graph as a function, and what it is fed with',
      ['onnx/file', 'onnx/write', 'runtime'],
    ],
    [
      'classifier/input',
      'the picture that a model takes: layout, sizes, scaling inside the graph',
      ['classifier/probe', 'onnx/file', 'onnx/write', 'runtime'],
    ],
    [
      'classifier/feature',
      'which tensor is the map, and where its cells lie in the picture',
      ['classifier/probe', 'classifier/input', 'onnx/write'],
    ],
    [
      'classifier/head',
      'the head read as a function: pooling, class and position weights, logits, refusals',
      ['classifier/probe', 'maps', 'onnx/file'],
    ],
    [
      'classifier/gradient',
      'heads that are not linear: the gradient for each picture',
      ['classifier/probe', 'classifier/head'],
    ],
    [
      'classifier',
      'what a model is, and a model that is loaded and run',
      ['classifier/**', 'onnx/**', 'results', 'runtime'],
    ],
    [
      'config',
      'labels and preprocessing, from each source that states them',
      ['classifier/input', 'onnx/file'],
    ],
    [
      'model',
      'models that are known or loaded; a model described, one picture explained',
      [
        'classifier',
        'classifier/probe',
        'config',
        'image',
        'maps',
        'onnx/**',
        'results',
        'runtime',
      ],
    ],
    [
      'inspect',
      'a model without a picture: facts, verdict, layers; the channels of any tensor',
      [
        'classifier',
        'classifier/probe',
        'classifier/input',
        'image',
        'layers',
        'maps',
        'maps/pixels',
        'model',
        'onnx/**',
      ],
    ],
    ['code/python', 'Python as text: parser, classes, links to lines'],
    [
      'code/origins',
      'what the exporter recorded of each node',
      ['code/python', 'layers', 'onnx/file'],
    ],
    ['code/evaluate', 'what an expression can stand for, by following values', ['code/python']],
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
    ['code/findings', 'what a model says of its code', ['code/python', 'maps']],
    ['gapModels', "the text of a PyTorch file for the paper's networks"],
    ['units/index', 'what a scan found, on disk', ['maps/files']],
    ['units/annotations', 'what others say is in the pictures', ['image']],
    [
      'units/names',
      'names of channels: suggested, written',
      ['classifier', 'config', 'image', 'maps/pixels', 'units/annotations'],
    ],
    [
      'units/scan',
      'running the pictures of a folder',
      ['classifier', 'image', 'inspect', 'layers', 'units/index'],
    ],
    ['units/views', 'questions about a folder, answered from its index', ['image', 'maps']],
    [
      'units/export',
      'a class and its units as files',
      ['image', 'maps/files', 'maps/pixels', 'units/views'],
    ],
    [
      'units',
      'the index of a folder: where it lies, what is in it; receptive fields by occlusion',
      ['config', 'image', 'model', 'units/index', 'units/scan', 'units/views'],
    ],
    [
      'pins',
      'what an export did to pictures that a user follows',
      ['config', 'maps/**', 'model', 'units'],
    ],
    ['', "the library's one door: `Engine`", ['src/cam/**']],
  ]),
  ...inside('src', [
    ['protocol', 'messages between the editor and its pages: types only'],
    ['engine', 'the process of the library, its client, the watch on its memory', ['cam']],
    ['exportRunner/traceback', "Python's errors in what a command prints"],
    [
      'exportRunner',
      "a user's own export command, in a process of its own, one at a time",
      ['exportRunner/traceback'],
    ],
    ['cli/text', 'what the commands print', ['cam/maps/files']],
    ['cli', 'the command line', ['cli/text', 'cam', 'cam/image', 'cam/maps/**']],
    ['editor', 'what every feature asks for: the engine, trust, the colour profile', ['engine']],
    ['editor/files', 'files of the workspace: choosing, following, saving'],
    [
      'editor/panels',
      'what all panels have: their page, their messages, their errors',
      ['engine', 'editor'],
    ],
    [
      'editor/models',
      'which model, which output, which layer',
      ['engine', 'editor', 'editor/files', 'cam/config'],
    ],
    [
      'editor/code/found',
      'the code of a model in this workspace',
      ['engine', 'editor', 'editor/files', 'cam/code/**'],
    ],
    [
      'editor/code/inPython',
      'what stands in Python files: lenses, hovers, shapes, diagnostics',
      ['engine', 'editor', 'editor/models', 'editor/code/found', 'cam/code/**', 'cam/config'],
    ],
    [
      'editor/code',
      'leading from a model to its code and back',
      ['engine', 'editor', 'editor/files', 'editor/models', 'editor/code/**', 'cam/code/**'],
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
        'editor/code/**',
        'cam/config',
        'cam/maps',
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
      ['engine', 'editor', 'editor/files', 'editor/models', 'editor/panels', 'cam/config'],
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
      ],
    ],
    ['editor/newModel', '*New GAP Model*', ['cam/gapModels']],
    [
      'editor/exportOnSave',
      '*Export Model*, and export on save',
      ['editor', 'editor/files', 'exportRunner/**'],
    ],
    ['', 'the entries: `extension.ts`, `cli.ts`', ['editor/**', 'cli']],
  ]),
  ...inside('webview', [
    ['shared/format', 'numbers, names and sentences as text'],
    ['shared/widgets', 'controls and lists; the toolkit', ['shared/format']],
    [
      'shared/map',
      'a picture and its map on a canvas',
      ['shared/format', 'shared/widgets', 'src/cam/maps/pixels'],
    ],
    ['shared/page', 'state that is drawn once a frame, pictures that are asked for'],
    ['shared/styles', 'styles that several pages have'],
    ['showCam/styles', 'its styles'],
    ['showCam/state', 'what the panel shows and keeps', ['shared/**', 'src/cam/maps/**']],
    [
      'showCam/compared',
      'two models as numbers',
      ['showCam/state', 'shared/map', 'src/cam/maps/**'],
    ],
    [
      'showCam/stage',
      'the picture: drawing, zoom, divider, legend, reading',
      ['showCam/state', 'showCam/compared', 'shared/**', 'src/cam/maps/**'],
    ],
    [
      'showCam/comparison',
      'what a comparison has beside the picture',
      ['showCam/state', 'showCam/compared', 'showCam/stage', 'shared/**'],
    ],
    [
      'showCam/beforeAfter',
      'what an export moved',
      ['showCam/state', 'showCam/compared', 'showCam/comparison', 'shared/**'],
    ],
    [
      'showCam/panels',
      'everything around the picture: classes, channels, fidelity, controls',
      [
        ...['showCam/state', 'showCam/compared', 'showCam/stage', 'showCam/comparison'],
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
      'modelTab/panels',
      'facts, verdict, layers, the weights of the head',
      ['modelTab/state', 'shared/**', 'src/cam/maps'],
    ],
    ['modelTab', 'the page of a model', ['modelTab/**', 'shared/**']],
    ['classUnits/styles', 'its styles'],
    ['classUnits/state', 'what the panel shows, keeps and asks for', ['shared/page']],
    [
      'classUnits/patches',
      'patches of pictures, cut and masked',
      ['classUnits/state', 'shared/**', 'src/cam/maps/pixels'],
    ],
    ['classUnits/panels', 'header, scan, messages', ['classUnits/state', 'shared/**']],
    [
      'classUnits/subjects',
      'a class, a unit, names, what would be without some units',
      ['classUnits/state', 'classUnits/panels', 'classUnits/patches', 'shared/**'],
    ],
    ['classUnits', 'the page of class units', ['classUnits/**', 'shared/**']],
    ['pins/styles', 'its styles'],
    ['pins', 'the page of pinned images', ['shared/**', 'src/cam/maps/pixels']],
  ]),
];

/** Names are inside the folder but where they begin with `src/`. */
function inside(parent: string, lines: readonly Line[]): Room[] {
  const pathOf = (name: string) =>
    name.startsWith('src/') ? name : [parent, name].filter(Boolean).join('/');
  return lines.map(([name, holds, mayImport = []]) => ({
    folder: pathOf(name),
    holds,
    mayImport: mayImport.map(pathOf),
  }));
}
