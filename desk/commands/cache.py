"""`newsreel cache`: how full the cache is, whether all of it verifies, and clearing it out."""

import argparse

from newsreel import cabinet
from newsreel.settings import Settings
from newsreel.store import Folder


def main(args: argparse.Namespace, settings: Settings) -> int:
    """Show, verify or clean."""
    Folder(settings.cache)  # makes the folders where there are none
    root = settings.cache
    if args.what == "verify":
        with cabinet.in_use(root):
            count, damaged = cabinet.verify(root)
        for name in damaged:
            print(f"damaged, set aside: {name}")
        print(f"{count} artifacts read, {len(damaged)} damaged" + ("; they will be made again" if damaged else ""))
        return 4 if damaged else 0
    if args.what == "clean":
        cleared = cabinet.clean(root, 0 if args.all else settings.cache_limit)
        print(f"{cleared.artifacts} artifacts ({size(cleared.size)}) and {cleared.pieces} pieces cleared out of {root}")
        return 0
    there = cabinet.contents(root)
    print(root)
    print(f"{there.artifacts} artifacts ({size(there.size)} of {size(settings.cache_limit)}), {there.pieces} pieces")
    if there.damaged:
        print(f"{there.damaged} damaged artifacts were set aside; `newsreel cache clean` removes them")
    return 0


def size(count: int) -> str:
    """Bytes as people read them."""
    for unit, worth in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= worth:
            return f"{count / worth:.1f} {unit}"
    return f"{count} bytes"
