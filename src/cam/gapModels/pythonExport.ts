import type { FileContent } from './fileContent.ts';
import { hasOriginalHead, modelClass } from './fileContent.ts';

/** The export, the same for every network. The sidecar's form is that of `classifier/sidecar.ts`. */
export const EXPORT_CODE = `def write_sidecar(path: Path, labels: list) -> None:
    """Tells CAM Lens the labels and how pictures are prepared; keeps what else the file says."""
    sidecar = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    sidecar.pop("labels", None)
    if labels:
        sidecar["labels"] = labels
    sidecar["preprocessing"] = {
        "resize": {"mode": "shorter-side", "size": RESIZE},
        "crop": SIZE,
        "channels": "RGB",
        "scale": 1 / 255,
        "mean": MEAN,
        "std": STD,
        "interpolation": "bilinear",
    }
    path.write_text(json.dumps(sidecar, indent=2) + "\\n", encoding="utf-8")


def export(model: nn.Module, labels: list, path: Path) -> None:
    """Writes the ONNX file, for any number of pictures at once, and its sidecar."""
    example = torch.zeros(2, 3, SIZE, SIZE)  # a batch of one would be taken for a fixed size
    options = {"input_names": ["image"], "output_names": ["logits"]}
    version = tuple(int(part) for part in torch.__version__.split(".")[:2])
    if version >= (2, 6) and find_spec("onnxscript"):
        # This exporter writes down which line of this file made each node.
        options |= {"dynamo": True, "external_data": False, "verbose": False}
        options["dynamic_shapes"] = ({0: torch.export.Dim("batch")},)
    else:
        print("CAM Lens finds the line of each layer more exactly after: pip install onnxscript")
        options |= {"dynamo": False} if version >= (2, 5) else {}
        options["dynamic_axes"] = {"image": {0: "batch"}, "logits": {0: "batch"}}
    partial = path.with_name(path.name + ".part")  # nothing sees a file that is half written
    torch.onnx.export(model.eval(), (example,), str(partial), **options)
    write_sidecar(path.with_suffix(".cam.json"), labels)
    partial.replace(path)
    print(f"Wrote {path} and its sidecar.")
`;

/** What the command does, and its options. */
export function mainCode(content: FileContent): string {
  const { network } = content;
  const model = modelClass(content);
  const { weights } = network.torchvision;
  const isWhole = hasOriginalHead(content);
  const labelsOfHead = isWhole
    ? `
        if "classifier.weight" in copied:  # the head came along, with torchvision's classes
            from torchvision.models import ${weights}

            labels = ${weights}.DEFAULT.meta["categories"]`
    : '';
  return `def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\\n")[0])
    add = parser.add_argument
    add("--data", type=Path, help="folder with a folder of pictures for each class")
    add("--epochs", type=int, default=10)
    add("--batch", type=int, default=32)
    add("--lr", type=float, default=${network.learningRate}, help="of layers that begin with random weights")
    add("--classes", type=int, default=${isWhole ? 1000 : 10}, help="where nothing was trained yet")
    add("--out", type=Path, default=Path(__file__).with_suffix(".onnx"))
    add("--no-pretrained", action="store_true", help="random weights instead of torchvision's")
    add("--export-only", action="store_true", help="train nothing, export the last training again")
    options = parser.parse_args()
    torch.manual_seed(0)
    random.seed(0)

    options.out.parent.mkdir(parents=True, exist_ok=True)
    kept = options.out.with_suffix(".pt")
    labels, copied = [], set()
    if options.data and not options.export_only:
        labels, training, validation = list_pictures(options.data)
        model = ${model}(len(labels))
        if not options.no_pretrained:
            copied = load_pretrained(model)
        train(model, copied, training, validation, options)
        torch.save({"labels": labels, "weights": model.state_dict()}, kept)
    elif kept.exists():
        saved = torch.load(kept, map_location="cpu", weights_only=True)
        labels = saved["labels"]
        model = ${model}(len(labels))
        copy_weights(model, saved["weights"], kept.name)
    else:
        model = ${model}(options.classes)
        if not options.no_pretrained:
            copied = load_pretrained(model)${labelsOfHead}
    export(model, labels, options.out)


if __name__ == "__main__":
    main()
`;
}
