"""Report on exported scene classifiers: accuracy, pointing accuracy, and what their units detect.

    python training/evaluate.py samples/scenes-gap.onnx samples/scenes-gmp.onnx

Reads the held-out pictures of `training/data/test` (see `training/README.md`). It evaluates the
ONNX files themselves, so it needs no checkpoint.

- Pointing: the maximum of the true class's activation map lies on the mask (or in the box) of an
  object that is typical of the class. "Random pixel" is what a blind guess on the mask would score.
- Unit purity: of the 20 test pictures that excite a unit most, the share whose region (at least
  half the unit's maximum) overlaps best with the unit's most frequent object. "Top 3" are the three
  units with the largest weights of each class.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

ROOT = Path(__file__).resolve().parent.parent
TEST_DATA = ROOT / "training" / "data" / "test"

BATCH_SIZE = 100
TOP_UNITS = 3
TOP_PICTURES = 20
REGION_THRESHOLD = 0.5
# A region with less of its area on the best object counts as background.
MIN_SHARE_ON_OBJECT = 0.25
PURE = 0.75
DEAD = 1e-3


class TestData:
    """Pictures, classes, and the objects in each picture."""

    def __init__(self, folder: Path):
        coco = json.loads((folder / "annotations.coco.json").read_text())
        self.images = np.load(folder / "images.npy", mmap_mode="r")
        self.scene_names = coco["scene_classes"]
        self.scenes = np.array([self.scene_names.index(i["scene"]) for i in coco["images"]])
        self.typical = {
            name: {c["name"] for c in coco["categories"] if c["supercategory"] == name}
            for name in self.scene_names
        }
        names = {category["id"]: category["name"] for category in coco["categories"]}
        rows = {image["id"]: row for row, image in enumerate(coco["images"])}
        self.objects = [[] for _ in coco["images"]]
        for annotation in coco["annotations"]:
            row = rows[annotation["image_id"]]
            self.objects[row].append({**annotation, "name": names[annotation["category_id"]]})

    def typical_objects(self, row: int) -> list[dict]:
        typical = self.typical[self.scene_names[self.scenes[row]]]
        return [entry for entry in self.objects[row] if entry["name"] in typical]


def decode_mask(annotation: dict) -> np.ndarray:
    """COCO's uncompressed run lengths (down the columns, background first) to a boolean mask."""
    runs = annotation["segmentation"]
    height, width = runs["size"]
    values = np.arange(len(runs["counts"])) % 2 == 1
    return np.repeat(values, runs["counts"]).reshape(width, height).T


def run_model(path: Path, images: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Logits (N, C), the maps before the pooling (N, K, h, w), and the head's weights (C, K)."""
    model = onnx.load(path)
    (pool,) = (n for n in model.graph.node if n.op_type in ("ReduceMean", "ReduceMax"))
    (head,) = (n for n in model.graph.node if n.op_type == "Gemm")
    (weights,) = (
        onnx.numpy_helper.to_array(i) for i in model.graph.initializer if i.name == head.input[1]
    )
    model.graph.output.append(onnx.ValueInfoProto(name=pool.input[0]))
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )

    preprocessing = json.loads(path.with_suffix(".cam.json").read_text())["preprocessing"]
    mean = np.array(preprocessing["mean"], np.float32)
    std = np.array(preprocessing["std"], np.float32)
    logits, maps = [], []
    for start in range(0, len(images), BATCH_SIZE):
        x = images[start : start + BATCH_SIZE].astype(np.float32) * preprocessing["scale"]
        x = ((x - mean) / std).transpose(0, 3, 1, 2).astype(np.float32)
        batch = session.run(["logits", pool.input[0]], {"image": np.ascontiguousarray(x)})
        logits.append(batch[0])
        maps.append(batch[1])
    return np.concatenate(logits), np.concatenate(maps), weights


def upsample(values: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Bilinear with half-pixel centers, clamped at the edges (align_corners=False)."""
    return interpolation(values.shape[0], size[0]) @ values @ interpolation(
        values.shape[1], size[1]
    ).T


def interpolation(inputs: int, outputs: int) -> np.ndarray:
    """The (outputs, inputs) matrix of linear interpolation along one axis."""
    position = np.clip((np.arange(outputs) + 0.5) * inputs / outputs - 0.5, 0, inputs - 1)
    low = np.floor(position).astype(int)
    high = np.minimum(low + 1, inputs - 1)
    matrix = np.zeros((outputs, inputs))
    rows = np.arange(outputs)
    np.add.at(matrix, (rows, low), 1 - (position - low))
    np.add.at(matrix, (rows, high), position - low)
    return matrix


def report_pointing(data: TestData, maps: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    """Where the true class's activation map has its maximum."""
    size = data.images.shape[1:3]
    on_mask, in_box, random_pixel = [], [], []
    for row, scene in enumerate(data.scenes):
        typical = data.typical_objects(row)
        if not typical:
            continue
        cam = upsample(np.tensordot(weights[scene], maps[row], 1), size)
        y, x = np.unravel_index(cam.argmax(), size)
        mask = np.any([decode_mask(entry) for entry in typical], axis=0)
        on_mask.append(mask[y, x])
        random_pixel.append(mask.mean())
        in_box.append(any(contains(entry["bbox"], x, y) for entry in typical))
    return {
        "pointing, mask": np.mean(on_mask),
        "pointing, box": np.mean(in_box),
        "random pixel on mask": np.mean(random_pixel),
    }


def contains(box: list[int], x: int, y: int) -> bool:
    left, top, width, height = box
    return left <= x < left + width and top <= y < top + height


def detected_object(data: TestData, row: int, unit_map: np.ndarray) -> str:
    """The object that overlaps best with the unit's region in one picture."""
    region = upsample(unit_map, data.images.shape[1:3])
    region = region >= REGION_THRESHOLD * region.max()
    best_name, best_overlap, share = "background", 0.0, 0.0
    for entry in data.objects[row]:
        mask = decode_mask(entry)
        shared = (mask & region).sum()
        overlap = shared / (mask | region).sum()
        if overlap > best_overlap:
            best_name, best_overlap, share = entry["name"], overlap, shared / region.sum()
    return best_name if share >= MIN_SHARE_ON_OBJECT else "background"


def unit_purity(data: TestData, maps: np.ndarray, unit: int) -> tuple[str, float]:
    """The unit's most frequent object among its top pictures, and how frequent it is."""
    top = np.argsort(-maps[:, unit].max(axis=(1, 2)))[:TOP_PICTURES]
    names = Counter(detected_object(data, row, maps[row, unit]) for row in top)
    name, count = names.most_common(1)[0]
    return name, count / len(top)


def report_units(data: TestData, maps: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    """What the units detect, and what the strongest units of each class detect."""
    alive = np.flatnonzero(maps.max(axis=(0, 2, 3)) > DEAD)
    units = {unit: unit_purity(data, maps, unit) for unit in alive}
    top_purities, distinct = [], []
    for scene, name in enumerate(data.scene_names):
        top = [unit for unit in np.argsort(-weights[scene]) if unit in units][:TOP_UNITS]
        top_purities += [units[unit][1] for unit in top]
        distinct.append(len({units[unit][0] for unit in top} & data.typical[name]))
        listed = ", ".join(f"{u} {units[u][0]} {units[u][1]:.2f}" for u in top)
        print(f"  {name}: {listed}")
    pure = {name for name, purity in units.values() if purity >= PURE and name != "background"}
    return {
        "top-3 unit purity": np.mean(top_purities),
        "distinct typical objects among a class's top 3": np.mean(distinct),
        "purity, all units": np.mean([purity for _, purity in units.values()]),
        f"object types with a unit of purity {PURE} or more": len(pure),
        "units alive": len(alive),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Report on exported scene classifiers.")
    parser.add_argument("models", type=Path, nargs="+", help="ONNX files with their sidecars")
    parser.add_argument("--data", type=Path, default=TEST_DATA)
    arguments = parser.parse_args()

    data = TestData(arguments.data)
    for path in arguments.models:
        print(f"{path.name}, {len(data.scenes)} pictures; units: number, object, purity")
        logits, maps, weights = run_model(path, data.images)
        figures = {
            "accuracy": np.mean(logits.argmax(axis=1) == data.scenes),
            **report_pointing(data, maps, weights),
            **report_units(data, maps, weights),
        }
        for name, value in figures.items():
            print(f"  {name}: {value:.3f}" if isinstance(value, float) else f"  {name}: {value}")


if __name__ == "__main__":
    main()
