"""`newsreel crew`: who is installed to write, draw, speak and compose."""

import argparse

from newsreel.errors import NewsreelError
from newsreel.hiring import ROLES, hire, on_the_books
from newsreel.settings import Settings


def main(args: argparse.Namespace, settings: Settings) -> int:
    """A line for everyone on the books."""
    for role in ROLES:
        for name, entry in on_the_books(role).items():
            owner = entry.dist.name if entry.dist else "?"
            try:
                print(f"{role:9} {name:12} version {hire(role, name).version:6} from {owner}")
            except NewsreelError as error:
                print(f"{role:9} {name:12} cannot work: {error}")
    return 0
