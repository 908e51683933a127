"""Scene classifier of the sample workspace: its definition, its training and its ONNX export.

    python samples/scenes.py

trains a model with global average pooling and its twin with global max pooling on the pictures
drawn into `training/data/train` (see `training/README.md`), and writes `scenes-gap.onnx`,
`scenes-gmp.onnx`, their sidecars and `labels.txt` beside this file. `--pool gap` or `--pool gmp`
makes one of the two.

The last feature map has two units per object type, and training also asks each pair of units
whether its object is in the picture (image-level tags only: no boxes, no masks). The units are
therefore object detectors by construction. In the paper on class activation maps they emerged from
scene labels alone; here they do not.
"""

import argparse
import json
import os
import re
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

HERE = Path(__file__).resolve().parent
TRAINING = HERE.parent / "training"
TRAINING_DATA = TRAINING / "data" / "train"
CHECKPOINTS = TRAINING / "checkpoints"

PICTURE_SIZE = 224
MEAN = (0.55, 0.53, 0.52)
STD = (0.25, 0.25, 0.25)

UNITS_PER_OBJECT = 2
MIN_TAG_AREA = 120  # pixels; an object with less in view is not tagged

EPOCHS = 12
BATCH_SIZE = 64
LEARNING_RATE = 3e-3
WEIGHT_DECAY = 0.02
TAG_LOSS_WEIGHT = 0.25
HEAD_L1_WEIGHT = 1e-3
CROP_SIZES = (176, 192, 208, 224)


# --- Model -----------------------------------------------------------------------------------


class ConvUnit(nn.Module):
    """Convolution, batch norm, ReLU."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.conv(x)
        x = self.norm(x)
        return F.relu(x)


class GlobalPool(nn.Module):
    """Reduces each unit's map to its mean (GAP) or to its maximum (GMP)."""

    def __init__(self, kind: str):
        super().__init__()
        self.kind = kind

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        if self.kind == "gap":
            return maps.mean(dim=(2, 3))
        return maps.amax(dim=(2, 3))


class ScenesNet(nn.Module):
    """224 x 224 picture -> 14 x 14 map of object units -> global pooling -> linear head."""

    def __init__(self, pool: str, objects: int, scenes: int):
        super().__init__()
        units = UNITS_PER_OBJECT * objects
        self.features = nn.Sequential(
            ConvUnit(3, 24, kernel=5, stride=4),
            ConvUnit(24, 40, kernel=3, stride=2),
            ConvUnit(40, 64, kernel=3),
            ConvUnit(64, 96, kernel=3, stride=2),
            ConvUnit(96, 96, kernel=3),
            ConvUnit(96, units, kernel=3),
        )
        self.pool = GlobalPool(pool)
        self.head = nn.Linear(units, scenes, bias=False)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        maps = self.features(image)
        pooled = self.pool(maps)
        return self.head(pooled)


class ObjectTagHead(nn.Module):
    """Training only: reads "object k is in the picture" from the units assigned to object k.

    Units k, k + objects, k + 2 * objects, ... belong to object k. The assignment is fixed; only a
    scale and a bias per object are learned, so the units themselves have to become the detectors.
    """

    # A unit's maximum is several times its mean: each pooling starts with logits of similar size.
    INITIAL_SCALE = {"gap": 12.0, "gmp": 2.0}
    INITIAL_BIAS = -2.0
    BIAS_GAIN = 4.0  # lets the bias move faster than the common learning rate would

    def __init__(self, pool: str, objects: int):
        super().__init__()
        initial = float(np.log(self.INITIAL_SCALE[pool]))
        self.log_scale = nn.Parameter(torch.full((objects,), initial))
        self.bias = nn.Parameter(torch.full((objects,), self.INITIAL_BIAS))

    def forward(self, pooled: torch.Tensor) -> torch.Tensor:
        objects = len(self.bias)
        evidence = pooled.view(len(pooled), -1, objects).mean(dim=1)
        return evidence * self.log_scale.exp() + self.bias * self.BIAS_GAIN


# --- Data ------------------------------------------------------------------------------------


class SceneData:
    """Pictures, scene labels and image-level object tags written by `training/draw`."""

    def __init__(self, folder: Path):
        coco = json.loads((folder / "annotations.coco.json").read_text())
        self.images = np.load(folder / "images.npy", mmap_mode="r")
        self.scene_names = coco["scene_classes"]
        self.object_names = [category["name"] for category in coco["categories"]]
        scene_index = {name: index for index, name in enumerate(self.scene_names)}
        self.scenes = np.array([scene_index[image["scene"]] for image in coco["images"]])

        row_of_image = {image["id"]: row for row, image in enumerate(coco["images"])}
        column_of_category = {c["id"]: column for column, c in enumerate(coco["categories"])}
        self.tags = np.zeros((len(self.scenes), len(self.object_names)), np.float32)
        for annotation in coco["annotations"]:
            if annotation["area"] > MIN_TAG_AREA:
                row = row_of_image[annotation["image_id"]]
                self.tags[row, column_of_category[annotation["category_id"]]] = 1


def normalize(pixels: torch.Tensor) -> torch.Tensor:
    """0..255 pixels (N, 3, H, W) to what the network takes."""
    mean = torch.tensor(MEAN).view(1, 3, 1, 1)
    std = torch.tensor(STD).view(1, 3, 1, 1)
    return (pixels.float() / 255 - mean) / std


def augment(pixels: np.ndarray, random: np.random.Generator) -> torch.Tensor:
    """One crop size per batch; a flip, a contrast, a brightness and a tint per picture."""
    size = int(random.choice(CROP_SIZES))
    top, left = random.integers(0, PICTURE_SIZE - size + 1, 2)
    cropped = pixels[:, top : top + size, left : left + size]
    x = normalize(torch.from_numpy(np.ascontiguousarray(cropped)).permute(0, 3, 1, 2))
    count = len(x)
    flipped = torch.rand(count) < 0.5
    x[flipped] = x[flipped].flip(3)
    contrast = 1 + 0.25 * (2 * torch.rand(count, 1, 1, 1) - 1)
    brightness = 0.35 * (2 * torch.rand(count, 1, 1, 1) - 1)
    tint = 0.15 * torch.randn(count, 3, 1, 1)
    x = x * contrast + brightness + tint
    return x.contiguous(memory_format=torch.channels_last)


# --- Training --------------------------------------------------------------------------------


def train(data: SceneData, pool: str, seed: int) -> ScenesNet:
    """Trains on scene labels and image-level object tags; the tag head is dropped afterwards."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    net = ScenesNet(pool, len(data.object_names), len(data.scene_names))
    net = net.to(memory_format=torch.channels_last)
    tag_head = ObjectTagHead(pool, len(data.object_names))
    parameters = [*net.parameters(), *tag_head.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    steps = len(data.scenes) // BATCH_SIZE
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, LEARNING_RATE, total_steps=EPOCHS * steps, pct_start=0.2
    )

    net.train()
    started = time.time()
    for epoch in range(EPOCHS):
        order = random.permutation(len(data.scenes))[: steps * BATCH_SIZE]
        correct = total_loss = 0.0
        for batch in order.reshape(steps, BATCH_SIZE):
            rows = np.sort(batch)  # the pictures are memory-mapped
            images = augment(data.images[rows], random)
            scenes = torch.from_numpy(data.scenes[rows])
            tags = torch.from_numpy(data.tags[rows])

            loss, logits = training_loss(net, tag_head, images, scenes, tags)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
            total_loss += loss.item()
            correct += (logits.argmax(1) == scenes).float().mean().item()
        print(
            f"{pool} epoch {epoch + 1}/{EPOCHS}: loss {total_loss / steps:.3f}, "
            f"training accuracy {correct / steps:.3f}, {time.time() - started:.0f} s",
            flush=True,
        )
    return net.eval()


def training_loss(
    net: ScenesNet,
    tag_head: ObjectTagHead,
    images: torch.Tensor,
    scenes: torch.Tensor,
    tags: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Scene loss + tag loss + L1 on the head (few units per class); also returns the logits."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        maps = net.features(images)
    pooled = net.pool(maps.float())
    logits = net.head(pooled)
    scene_loss = F.cross_entropy(logits, scenes)
    tag_loss = F.binary_cross_entropy_with_logits(tag_head(pooled), tags, reduction="sum")
    loss = (
        scene_loss
        + TAG_LOSS_WEIGHT * tag_loss / len(images)
        + HEAD_L1_WEIGHT * net.head.weight.abs().sum()
    )
    return loss, logits


# --- Export ----------------------------------------------------------------------------------


# Shown wherever the channels of the model are shown.
NOTE = (
    "Trained with image-level object tags: the channels are object detectors by construction, "
    "they did not emerge from the scene labels alone."
)


def export(net: ScenesNet, path: Path) -> None:
    """Writes one self-contained ONNX file that keeps the exporter's source traces."""
    import onnx

    # Two pictures, because the exporter takes a batch of one for a fixed size.
    example = torch.zeros(2, 3, PICTURE_SIZE, PICTURE_SIZE)
    program = torch.onnx.export(
        net.to(memory_format=torch.contiguous_format),
        (example,),
        dynamo=True,
        input_names=["image"],
        output_names=["logits"],
        dynamic_shapes=({0: torch.export.Dim("batch")},),
        verbose=False,
    )
    program.save(str(path), external_data=False)
    model = onnx.load(path)
    make_traces_portable(model.graph)
    model.doc_string = NOTE
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)
    check_against_torch(net, path)


def make_traces_portable(graph) -> None:
    """Rewrites what the source traces say of this machine.

    File names lose this file's folder or torch's, and classes are said to be of this module, not of
    the `__main__` that it is while it runs.
    """
    roots = [HERE, Path(torch.__file__).resolve().parents[1]]

    def relative(match: re.Match) -> str:
        file = Path(match[1]).resolve()
        for root in roots:
            if file.is_relative_to(root):
                return f'File "{file.relative_to(root).as_posix()}"'
        raise ValueError(f"A source trace names a file outside the sample and torch: {file}")

    for node in graph.node:
        for entry in node.metadata_props:
            named = entry.value.replace("__main__.", f"{Path(__file__).stem}.")
            entry.value = re.sub(r'File "([^"]+)"', relative, named)


def check_against_torch(net: ScenesNet, path: Path) -> None:
    """Compares the exported file's logits with PyTorch's, for two batch sizes."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    for batch in (1, 5):
        images = torch.randn(
            batch, 3, PICTURE_SIZE, PICTURE_SIZE, generator=torch.Generator().manual_seed(batch)
        )
        with torch.no_grad():
            expected = net(images).numpy()
        (actual,) = session.run(["logits"], {"image": images.numpy()})
        difference = float(np.abs(actual - expected).max())
        if difference > 1e-4:
            raise ValueError(f"The exported logits differ from PyTorch's by {difference:.2g}.")
        print(f"{path.name}: largest logit difference to PyTorch {difference:.1e} (batch {batch})")


def write_sidecar(path: Path) -> None:
    """Tells CAM Lens how the model's pictures were prepared and where its labels are."""
    sidecar = {
        "labels": "labels.txt",
        "preprocessing": {
            "resize": {"mode": "shorter-side", "size": PICTURE_SIZE},
            "crop": PICTURE_SIZE,
            "channels": "RGB",
            "scale": 1 / 255,
            "mean": list(MEAN),
            "std": list(STD),
            "interpolation": "bilinear",
        },
    }
    path.write_text(json.dumps(sidecar, indent=2) + "\n")


def make(pool: str, data: SceneData, arguments: argparse.Namespace) -> None:
    """Trains (or loads) one model and writes its files."""
    name = f"scenes-{pool}"
    checkpoint = CHECKPOINTS / f"{name}.pt"
    if arguments.export_only:
        net = ScenesNet(pool, len(data.object_names), len(data.scene_names)).eval()
        net.load_state_dict(torch.load(checkpoint))
    else:
        net = train(data, pool, arguments.seed)
        CHECKPOINTS.mkdir(parents=True, exist_ok=True)
        torch.save(net.state_dict(), checkpoint)

    arguments.out.mkdir(parents=True, exist_ok=True)
    export(net, arguments.out / f"{name}.onnx")
    write_sidecar(arguments.out / f"{name}.cam.json")
    (arguments.out / "labels.txt").write_text("\n".join(data.scene_names) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="Train and export the scene classifiers.")
    parser.add_argument("--pool", choices=["gap", "gmp"], help="only this model (default: both)")
    parser.add_argument("--data", type=Path, default=TRAINING_DATA, help="drawn training pictures")
    parser.add_argument("--out", type=Path, default=HERE, help="folder of the exported files")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument(
        "--export-only", action="store_true", help="export the last training's checkpoints again"
    )
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    data = SceneData(arguments.data)
    for pool in [arguments.pool] if arguments.pool else ["gap", "gmp"]:
        make(pool, data, arguments)


if __name__ == "__main__":
    main()
