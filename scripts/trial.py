"""Times the engine against the bare encoder on the same frames, and prints the table docs/performance.md speaks of."""

import sys
import tempfile
from pathlib import Path

from newsreel.media.trial import cards, photographs, run
from newsreel.settings import read
from newsreel.store import Folder


def main() -> None:
    """Clips of five seconds, by default two for each hand."""
    hands = read().workers
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2 * hands
    print(f"{count} clips of 5 s, 1080x1920 at 30, {hands} hands\n")
    print(
        "| clips | encoder, CPU-s | engine, CPU-s | ratio | encoder, wall s | engine, wall s |\n|---|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory() as place:
        store = Folder(Path(place))
        for name, make in (("photographs", photographs), ("cards", cards)):
            clips = make(store, count)
            floor = run(clips, store, hands, floor=True)
            engine = run(clips, store, hands, floor=False)
            ratio = engine.cpu / floor.cpu
            print(
                f"| {name} | {floor.cpu:.1f} | {engine.cpu:.1f} | {ratio:.2f} | {floor.wall:.1f} | {engine.wall:.1f} |"
            )


if __name__ == "__main__":
    main()
