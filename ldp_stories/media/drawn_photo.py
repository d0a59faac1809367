"""Photos made by calculation, for the practice programme: a wall, some shapes of paint and a ground, and nobody in it.

The same for the same seed. Pillow is loaded when one is first wanted.
"""

import io
import random
from typing import Final

SIZE: Final = (960, 720)
_WALLS: Final = ("#B9A48F", "#A9B4A2", "#B7AFC0", "#C2A99A", "#9FB0BA")
_PAINTS: Final = ("#F4F0E6", "#E3C46A", "#7FA7A0", "#C9806B", "#5F7F9C")
_GROUNDS: Final = ("#7C8571", "#8A8176", "#6F7A80")


def drawn_photo(seed: int) -> bytes:
    """A JPEG of 960 by 720 pixels."""
    from PIL import Image, ImageDraw, ImageFilter

    chance = random.Random(seed)  # noqa: S311 - a drawing, not secrets
    wide, high = SIZE
    picture = Image.new("RGB", SIZE, "#DCE5EA")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, high // 5, wide, high * 3 // 4), fill=chance.choice(_WALLS))
    for y in range(high // 5, high * 3 // 4, 36):  # courses of brick
        draw.line((0, y, wide, y), fill="#8F8375", width=1)
    for _ in range(chance.randint(2, 4)):
        x, y = chance.randint(60, wide - 330), chance.randint(high // 4, high // 2)
        box = (x, y, x + chance.randint(140, 260), y + chance.randint(90, 190))
        color = chance.choice(_PAINTS)
        if chance.random() < 0.5:
            draw.rectangle(box, outline=color, width=12)
        else:
            draw.ellipse(box, fill=color)
    draw.rectangle((0, high * 3 // 4, wide, high), fill=chance.choice(_GROUNDS))
    for _ in range(60):
        x, y = chance.randint(0, wide), chance.randint(high * 3 // 4, high)
        draw.line((x, y, x + chance.randint(-6, 6), y - chance.randint(6, 22)), fill="#5D6B52", width=3)
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(1)).save(out, "JPEG", quality=85)
    return out.getvalue()
