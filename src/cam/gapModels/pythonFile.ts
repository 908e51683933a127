import type { FileContent } from './fileContent.ts';
import { hasOriginalHead, modelClass } from './fileContent.ts';
import { EXPORT_CODE, mainCode } from './pythonExport.ts';
import { TRAINING_CODE } from './pythonTraining.ts';

/** The text of a file: see {@link gapModelSource}. */
export function pythonFile(content: FileContent): string {
  return [
    header(content),
    modelCode(content),
    weightsCode(content),
    TRAINING_CODE,
    EXPORT_CODE,
    mainCode(content),
  ].join('\n\n');
}

const POOLINGS = {
  gap: { layer: 'nn.AdaptiveAvgPool2d(1)', title: 'GAP', words: 'the mean of each' },
  gmp: { layer: 'nn.AdaptiveMaxPool2d(1)', title: 'GMP', words: 'the maximum of each' },
};

function header({ network, pooling, resolution, stem }: FileContent): string {
  const { cells, stridePx, change } = resolution;
  return `"""${network.name}-${POOLINGS[pooling].title}: a classifier with class activation maps (Zhou et al., CVPR 2016).

    python ${stem}.py                  export the model as it is
    python ${stem}.py --data FOLDER    train it first, on the pictures in FOLDER/CLASS/

Writes ${stem}.onnx, with labels and preprocessing in ${stem}.cam.json. Training keeps
its weights in ${stem}.pt, and the first command takes them from there.
Network: ${network.name}, ${change}.
Mapping resolution: ${cells}x${cells}, a cell every ${stridePx} pixels of the input.
"""

import argparse
import json
import os
import random
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset

try:
    from PIL import Image, ImageOps
except ImportError:  # only training needs it
    Image = ImageOps = None

RESIZE = 256  # pixels: the shorter side of a picture
SIZE = 224  # pixels: the square in its middle that the network sees
MEAN = ${network.normalisation.mean}
STD = ${network.normalisation.std}
`;
}

function modelCode(content: FileContent): string {
  const { network, pooling, resolution } = content;
  const { parts, layers, forward, maps } = network.code(resolution.cells);
  const grid = `${resolution.cells}x${resolution.cells}`;
  return `${parts}class ${modelClass(content)}(nn.Module):
    """A picture -> ${maps} maps of ${grid} -> ${POOLINGS[pooling].words} -> class scores (logits)."""

    def __init__(self, classes: int):
        super().__init__()
        # Names and shapes are those of torchvision's ${network.torchvision.model}: its weights fit.
${layers}
        self.pool = ${POOLINGS[pooling].layer}
        self.classifier = nn.Linear(${maps}, classes)
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d):
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
${forward}
        pooled = self.pool(maps).flatten(1)
        return self.classifier(pooled)
`;
}

function weightsCode(content: FileContent): string {
  const { weights } = content.network.torchvision;
  const rename = hasOriginalHead(content)
    ? '    weights = {name.replace("fc.", "classifier."): value for name, value in weights.items()}\n'
    : '';
  return `def copy_weights(model: nn.Module, weights: dict, source: str) -> set:
    """Copies the weights that fit by name and shape. Returns their names."""
    own = model.state_dict()
    fitting = {k: v for k, v in weights.items() if k in own and v.shape == own[k].shape}
    model.load_state_dict(fitting, strict=False)
    new = {name.rpartition(".")[0] for name, _ in model.named_parameters() if name not in fitting}
    print(f"Weights from {source}; random ones: {', '.join(sorted(new)) or 'none'}")
    return set(fitting)


def load_pretrained(model: nn.Module) -> set:
    """Copies torchvision's ImageNet weights where they can be had. Returns their names."""
    try:
        from torchvision.models import ${weights}

        weights = ${weights}.DEFAULT.get_state_dict(progress=True)
    except Exception as error:  # torchvision is not installed, or there is no network
        print(f"Random weights: none from torchvision ({type(error).__name__}: {error})")
        return set()
${rename}    return copy_weights(model, weights, "torchvision")
`;
}
