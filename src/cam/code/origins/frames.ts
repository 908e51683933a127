/** One Python call that led to a node. */
export interface Frame {
  /** Path on the machine that exported the model. */
  file: string;
  /** From 1. */
  line: number;
  function: string;
  /** The line's text at the time of the export, trimmed; undefined if the exporter did not keep it. */
  text: string | undefined;
}

/**
 * Reads `pkg.torch.onnx.stack_trace`, which PyTorch's default exporter leaves: pairs of lines
 * `File "gapnet.py", line 28, in forward` and the source line, outermost call first. Lines of carets, which the strict
 * mode adds, are skipped.
 */
export function framesFromStackTrace(trace: string): Frame[] {
  const frames: Frame[] = [];
  let isAfterFrame = false;
  for (const line of trace.split('\n')) {
    const [, file, number, name] = /^\s*File "(.+?)", line (\d+), in (.+)$/.exec(line) ?? [];
    if (file !== undefined) {
      frames.push({ file, line: Number(number), function: name ?? '', text: undefined });
    } else if (isAfterFrame && line.trim() !== '') {
      const frame = frames.at(-1);
      if (frame) frame.text = line.trim();
    }
    isAfterFrame = file !== undefined;
  }
  return frames;
}

/**
 * Reads the `doc_string` that PyTorch's TorchScript exporter leaves with `verbose=True`: one line
 * `gapnet.py(13): forward` for each call, innermost first.
 * @returns outermost first, without texts; the calls of the script before the export are left out
 */
export function framesFromDocString(text: string): Frame[] {
  const frames = text
    .split('\n')
    .flatMap((line): Frame[] => {
      const [, file, number, name] = /^\s*(.+)\((\d+)\): (.+?)\s*$/.exec(line) ?? [];
      return file === undefined
        ? []
        : [{ file, line: Number(number), function: name ?? '', text: undefined }];
    })
    .reverse();
  const start = frames.findIndex(({ file }) => isPyTorchInternal(file));
  return start < 0 ? frames : frames.slice(start);
}

const PYTORCH_INTERNAL =
  /(^|[\\/])torch[\\/](nn|_dynamo|jit|onnx|fx|export|utils|_export|_functorch|_higher_order_ops|autograd)[\\/]/;

/** Whether a file is a part of PyTorch that every call passes through. */
export function isPyTorchInternal(file: string): boolean {
  return PYTORCH_INTERNAL.test(file) || /[\\/]torch[\\/](functional|_tensor|_ops)\.py$/.test(file);
}
