"""Sets the strip of frames that the README shows: docs/picture.jpg.

newsreel render assets/samples/port-ellery-bins -o en --size 720x1280
newsreel render assets/samples/lanxi-dark-sky -o zh --size 720x1280
python scripts/picture.py docs/picture.jpg en/*.mp4@1.5 en/*.mp4@9 zh/*.mp4@1.5 ...
"""

import sys
from pathlib import Path

import av
from PIL import Image

WIDTH, GAP, MARGIN, GROUND = 1600, 14, 14, "#E9E6DF"
MOST_BYTES = 350_000


def frame_at(film: Path, second: float) -> Image.Image:
    """The frame shown at a moment of a film."""
    with av.open(str(film)) as container:
        for frame in container.decode(video=0):
            if frame.time is not None and frame.time >= second:
                return frame.to_image()
    raise SystemExit(f"{film} ends before {second} s.")


def strip(frames: list[Image.Image]) -> Image.Image:
    """The frames side by side, at one height."""
    across = (WIDTH - 2 * MARGIN - GAP * (len(frames) - 1)) // len(frames)
    down = across * frames[0].height // frames[0].width
    whole = Image.new("RGB", (WIDTH, down + 2 * MARGIN), GROUND)
    for number, frame in enumerate(frames):
        small = frame.convert("RGB").resize((across, down), Image.Resampling.LANCZOS)
        whole.paste(small, (MARGIN + number * (across + GAP), MARGIN))
    return whole


def main() -> None:
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    named = [part.rsplit("@", 1) for part in sys.argv[2:]]
    picture = strip([frame_at(Path(film), float(second)) for film, second in named])
    target = Path(sys.argv[1])
    for quality in (92, 86, 80, 72):
        picture.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
        if target.stat().st_size <= MOST_BYTES:
            break


if __name__ == "__main__":
    main()
