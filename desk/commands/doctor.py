"""`newsreel doctor`: says how this machine is, and what to do where something is missing."""

import argparse

from desk.doctor import examine
from newsreel.settings import Settings


def main(args: argparse.Namespace, settings: Settings) -> int:
    """A line for everything looked at; 4 when something is bad."""
    bad = 0
    for line in examine(settings):
        bad += line.state == "bad"
        advice = f"  -> {line.advice}" if line.advice else ""
        print(f"{line.state:5} {line.what:24} {line.found}{advice}")
    print("Everything needed is there." if not bad else f"{bad} things must be mended first; each line says how.")
    return 4 if bad else 0
