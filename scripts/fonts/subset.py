"""Makes media/fonts/camLensSans.ttf: DejaVu Sans with the letters of European alphabets only, under a name of its own,
so that no other version of it on the machine is taken instead.

    python subset.py DejaVuSans.ttf     (DejaVu 2.37, from https://dejavu-fonts.github.io; needs fonttools)
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

NAME = "CAM Lens Sans"
RANGES = [
    (0x20, 0x7E),  # ASCII
    (0xA0, 0x17F),  # Latin of Europe
    (0x370, 0x3FF),  # Greek
    (0x400, 0x45F),  # Cyrillic
    (0x2010, 0x2027),  # dashes, quotes, ellipsis
    (0x2030, 0x203A),
    (0x2190, 0x2193),  # arrows
    (0x2212, 0x2212),  # minus
    (0x2248, 0x2248),
    (0x2264, 0x2265),
    (0xFFFD, 0xFFFD),
]

font = TTFont(sys.argv[1])
options = subset.Options(hinting=False, notdef_outline=True, layout_features=["kern", "mark", "mkmk", "ccmp"])
options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
subsetter = subset.Subsetter(options)
subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
subsetter.subset(font)
names = {1: NAME, 3: f"{NAME} 1", 4: NAME, 6: NAME.replace(" ", "")}
for record in font["name"].names:
    if record.nameID in names:
        record.string = names[record.nameID]
font.save(Path(__file__).parent / "../../media/fonts/camLensSans.ttf")
