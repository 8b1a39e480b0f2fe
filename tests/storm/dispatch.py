"""The real dispatcher on the cheap line; each letter it hands over is a line of a file."""

import logging
import os

from newsreel.ledger import Letter
from newsreel.settings import read
from tests.storm.trade import Cheap
from worker.dispatching import run

SETTINGS = read()
LETTERS = SETTINGS.state / "letters.txt"


def post(letter: Letter) -> None:
    """The receiver: appends one whole line at once, however many dispatchers there are."""
    handle = os.open(LETTERS, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, f"{letter.id} {letter.assignment} {letter.event}\n".encode())
    finally:
        os.close(handle)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    run(SETTINGS, Cheap(), post)
