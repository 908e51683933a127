"""Exports networks of timm, torchvision and transformers with random weights, for `check.ts` beside this file.

Run with Python 3.11, torch 2.13, torchvision 0.28, timm 1.0.29, transformers 5.18, onnx, onnxscript, Pillow:
`python export.py FOLDER`. Of timm it takes the smallest network of every family. Each becomes `NAME.onnx`, with a sidecar
that says how pixels are prepared and `NAME.json` with the logits that PyTorch computes; what cannot be exported is
listed. `NAME.gradients` holds, as float32, what PyTorch computes in float64 for the largest logit: the gradient of the
picture, then the last maps with their gradients; the shapes are in `NAME.json`. A network that is there is left out, so that the script can go on where it was stopped.
"""

import copy
import json
import logging
import sys
import warnings
from pathlib import Path

import numpy as np
import timm
import torch
import torchvision
import transformers
from PIL import Image
from torch import nn

FOLDER = Path(sys.argv[1])
CLASSES = 10
LARGEST = 32e6
#: Hints in a name that a network is small, the smallest first.
SMALL = ["atto", "femto", "pico", "nano", "xxs", "xxt", "xxs", "xt", "xs", "x_small", "tiny", "_t", "small", "_s", "18", "050", "b0", "0", "26", "50"]

TORCHVISION = """alexnet vgg11_bn googlenet inception_v3 squeezenet1_1 mobilenet_v2 mobilenet_v3_small shufflenet_v2_x0_5 mnasnet0_5 densenet121
efficientnet_b0 efficientnet_v2_s regnet_y_400mf convnext_tiny swin_t swin_v2_t maxvit_t vit_b_32 resnext50_32x4d""".split()

STAGES = {"hidden_sizes": [32, 64, 96, 128], "depths": [1, 1, 2, 1]}
WINDOWS = {"embed_dim": 24, "depths": [1, 1, 2, 1], "num_heads": [1, 2, 4, 8]}
PATCHES = {"hidden_size": 96, "num_hidden_layers": 3, "num_attention_heads": 3, "intermediate_size": 192}
#: Class names in transformers, and what makes the network small.
TRANSFORMERS = {
    "Beit": PATCHES,
    "Bit": {"embedding_size": 64, "hidden_sizes": [128, 256, 384, 512], "depths": [1, 1, 1, 1]},
    "ConvNext": STAGES,
    "ConvNextV2": STAGES,
    "Dinov2": {**PATCHES, "image_size": 224},
    "EfficientNet": {"width_coefficient": 1.0, "depth_coefficient": 1.0, "image_size": 224, "hidden_dim": 1280},
    "FocalNet": {"embed_dim": 32, "depths": [1, 1, 2, 1]},
    "Hiera": {"embed_dim": 48, "depths": [1, 1, 2, 1]},
    "Levit": {},
    "MobileNetV1": {},
    "MobileNetV2": {},
    "MobileViT": {},
    "PoolFormer": STAGES,
    "Pvt": {},
    "PvtV2": {},
    "RegNet": {"embedding_size": 32, **STAGES, "groups_width": 16},
    "ResNet": {"embedding_size": 32, **STAGES},
    "Segformer": {},
    "SwiftFormer": {},
    "Swin": WINDOWS,
    "Swinv2": WINDOWS,
    "ViT": PATCHES,
}


class Logits(nn.Module):
    """The logits alone of what a network of transformers gives."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, pixel_values):
        return self.net(pixel_values).logits


def randomise(net, size):
    """No weight may be 0, as heads and the ends of blocks are at first, and no signal may fade: nothing would be tested."""
    torch.manual_seed(1)
    for parameter in net.parameters():
        values = parameter.detach()
        if float(values.abs().max()) < 1e-3:
            nn.init.normal_(values, 0.3 if values.dim() < 2 else 0, 0.1 if values.dim() < 2 else 0.02)
    net.eval()
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight)
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            module.train()
            module.momentum, module.eps = 1.0, 1e-8
    with torch.no_grad():
        net(torch.rand(4, 3, size, size) * torch.rand(4, 3, 1, 1))
    return net.eval()


def picture(size):
    """Soft waves of three colours."""
    y, x = np.mgrid[0:size, 0:size] / size
    pixels = np.stack([np.sin(9 * x + 3 * y), np.cos(7 * y - 2 * x), np.sin(5 * x * y + 1)], -1)
    return np.uint8(127 + 100 * pixels)


#: How many of the last maps are kept with their gradients.
LAST_MAPS = 8


def has_positions(output):
    return isinstance(output, torch.Tensor) and output.requires_grad and output.dim() in (3, 4) and output[0].numel() > output.shape[1]


def gradients(net, image):
    """The largest logit's class; tensors: the gradient of the picture, then each map and its gradient; see `is_smooth`."""
    exact = copy.deepcopy(net).double()
    maps = []
    for module in exact.modules():
        module.register_forward_hook(lambda _, given, output: maps.append(output) if has_positions(output) else None)
    picture = image.double().requires_grad_()
    logits = exact(picture)[0]
    top = int(logits.argmax())
    last = list({id(each): each for each in maps}.values())[-LAST_MAPS:]
    found = torch.autograd.grad(logits[top], [picture, *last], allow_unused=True)
    pairs = [(each, gradient) for each, gradient in zip(last, found[1:]) if gradient is not None]
    tensors = [found[0], *(tensor for pair in pairs for tensor in pair)]
    return top, tensors, is_smooth(exact, picture.detach(), top, found[0])


def is_smooth(exact, picture, top, gradient):
    """Whether a small step does what the gradient says: some networks with random weights amplify any change a million times."""
    length = gradient.norm()
    step = 1e-7 * picture.norm() * gradient / length
    with torch.no_grad():
        change = exact(picture + step)[0, top] - exact(picture - step)[0, top]
    return bool((change / (2 * step.norm()) - length).abs() < 0.01 * length)


def export(name, net, size, form):
    path = FOLDER / f"{name}.onnx"
    pixels = picture(size)
    image = torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 255
    net = randomise(net, size)
    with torch.no_grad():
        logits = net(image)[0]
    top, tensors, smooth = gradients(net, image)
    names = {"input_names": ["image"], "output_names": ["logits"]}
    if form == "dynamo":
        torch.onnx.export(net, (image,), dynamo=True, **names).save(path, external_data=False)
    else:
        axes = {0: "batch_size"} if form == "torchscript" else {0: "batch_size", 1: "num_channels", 2: "height", 3: "width"}
        torch.onnx.export(net, (image,), path, dynamo=False, opset_version=17, dynamic_axes={"image": axes, "logits": {0: "batch_size"}}, **names)
    preprocessing = {"resize": {"mode": "stretch", "size": size}, "crop": size, "scale": 1 / 255, "mean": [0, 0, 0], "std": [1, 1, 1]}
    (FOLDER / f"{name}.cam.json").write_text(json.dumps({"preprocessing": preprocessing}))
    with open(FOLDER / f"{name}.gradients", "wb") as file:
        for tensor in tensors:
            file.write(tensor.detach().contiguous().float().numpy().tobytes())
    shapes = [list(tensor.shape) for tensor in tensors]
    (FOLDER / f"{name}.json").write_text(json.dumps({"size": size, "logits": logits.tolist(), "class": top, "gradients": shapes, "smooth": smooth}))
    Image.fromarray(pixels).save(FOLDER / f"{size}.png")


def attempt(name, make, form="torchscript"):
    if (FOLDER / f"{name}.json").exists():
        return
    try:
        net, size = make()
        export(name, net, size, form)
        print("exported", name, flush=True)
    except Exception as error:
        (FOLDER / f"{name}.onnx").unlink(missing_ok=True)
        print("not exported", name, type(error).__name__, str(error).split("\n")[0][:150], flush=True)


def hint(name):
    return next((i for i, part in enumerate(SMALL) if part in name), len(SMALL)), len(name)


def smallest(family):
    for name in sorted(timm.list_models(module=family), key=hint)[:6]:
        with torch.device("meta"):
            net = timm.create_model(name, num_classes=CLASSES)
        if sum(parameter.numel() for parameter in net.parameters()) < LARGEST:
            net = timm.create_model(name, num_classes=CLASSES)
            return net, net.pretrained_cfg["input_size"][1]
    raise ValueError("no small network of this family")


def of_torchvision(name):
    more = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
    return torchvision.models.get_model(name, weights=None, num_classes=CLASSES, **more), 299 if name == "inception_v3" else 224


def of_transformers(name, settings):
    config = getattr(transformers, f"{name}Config")(num_labels=CLASSES, **settings)
    config._attn_implementation = "eager"
    size = getattr(config, "image_size", 224)
    net = getattr(transformers, f"{name}ForImageClassification")(config)
    return Logits(net), size if isinstance(size, int) else 224


def main():
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, settings in TRANSFORMERS.items():
        attempt(f"transformers.{name}", lambda: of_transformers(name, settings), "every axis free")
    for name in TORCHVISION:
        for form in ("torchscript", "dynamo"):
            attempt(f"torchvision.{name}.{form}", lambda: of_torchvision(name), form)
    for family in timm.list_modules():
        attempt(f"timm.{family}", lambda: smallest(family))


main()
