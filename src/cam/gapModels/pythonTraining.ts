/** Reading a folder of class folders, and training on it: the same for every network. */
export const TRAINING_CODE = `SUFFIXES = {".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}


def list_pictures(folder: Path) -> tuple:
    """Labels, and the pictures to train and to validate with (a fifth) as (file, class) pairs."""
    if Image is None:
        sys.exit("Training reads pictures with Pillow: pip install pillow")
    found = {}
    for file in sorted(folder.glob("*/**/*")):
        if file.suffix.lower() in SUFFIXES:
            found.setdefault(file.relative_to(folder).parts[0], []).append(file)
    if len(found) < 2:
        sys.exit(f"{folder} needs a folder of pictures for each class; found {list(found)}")
    training, validation = [], []
    for index, files in enumerate(found.values()):
        random.shuffle(files)
        held_out = (len(files) + 3) // 5
        validation += [(file, index) for file in files[:held_out]]
        training += [(file, index) for file in files[held_out:]]
    return list(found), training, validation


def middle(picture):
    """The part that the network sees: what the sidecar tells CAM Lens to do."""
    short = min(picture.size)
    width, height = (RESIZE * side // short for side in picture.size)
    left, top = round((width - SIZE) / 2), round((height - SIZE) / 2)
    resized = picture.resize((width, height), Image.BILINEAR)
    return resized.crop((left, top, left + SIZE, top + SIZE))


def random_part(picture):
    """A random square of 60 to 100 % of the shorter side, mirrored half of the time."""
    side = random.uniform(0.6, 1) * min(picture.size)
    left, top = (random.uniform(0, length - side) for length in picture.size)
    part = picture.resize((SIZE, SIZE), Image.BILINEAR, (left, top, left + side, top + side))
    return ImageOps.mirror(part) if random.random() < 0.5 else part


def to_tensor(picture) -> torch.Tensor:
    """SIZExSIZE pixels as the network takes them."""
    pixels = torch.frombuffer(bytearray(picture.tobytes()), dtype=torch.uint8)
    pixels = pixels.view(SIZE, SIZE, 3).permute(2, 0, 1) / 255
    return (pixels - torch.tensor(MEAN).view(3, 1, 1)) / torch.tensor(STD).view(3, 1, 1)


class Pictures(Dataset):
    def __init__(self, pictures: list, cut):
        self.pictures, self.cut = pictures, cut

    def __len__(self) -> int:
        return len(self.pictures)

    def __getitem__(self, index: int) -> tuple:
        file, label = self.pictures[index]
        return to_tensor(self.cut(Image.open(file).convert("RGB"))), label


def train(model: nn.Module, copied: set, training: list, validation: list, options) -> None:
    """AdamW with a cosine schedule; layers with copied weights learn at a tenth of the rate."""
    has = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    device = next(name for name in has if has[name])
    print(f"{len(training)} pictures to train, {len(validation)} to validate, on {device}")
    loading = {"batch_size": options.batch, "num_workers": min(4, os.cpu_count() or 1)}
    batches = DataLoader(Pictures(training, random_part), shuffle=True, **loading)
    checks = DataLoader(Pictures(validation, middle), **loading)

    model.to(device)
    new = [p for name, p in model.named_parameters() if name not in copied]
    rest = {"params": [p for name, p in model.named_parameters() if name in copied]}
    optimizer = torch.optim.AdamW([{"params": new}, {**rest, "lr": options.lr / 10}], options.lr)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, options.epochs * len(batches))
    for epoch in range(options.epochs):
        started = time.time()
        model.train()
        hits = 0
        for x, y in batches:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            optimizer.zero_grad()
            F.cross_entropy(logits, y).backward()
            optimizer.step()
            schedule.step()
            hits += (logits.argmax(1) == y).sum().item()
        checked = accuracy(model, checks, device)
        print(
            f"epoch {epoch + 1}/{options.epochs}: training accuracy {hits / len(training):.3f}, "
            f"validation accuracy {checked:.3f} ({time.time() - started:.0f} s)",
            flush=True,
        )
    model.cpu()


@torch.no_grad()
def accuracy(model: nn.Module, batches: DataLoader, device: str) -> float:
    model.eval()
    hits = sum((model(x.to(device)).argmax(1).cpu() == y).sum().item() for x, y in batches)
    return hits / max(1, len(batches.dataset))
`;
