"""`newsreel store`: what is in the store that workers share, whether it verifies, and sweeping it."""

import argparse
import re
from concurrent.futures import ThreadPoolExecutor

from desk.commands.cache import size
from newsreel.errors import MissingExtra, Refused
from newsreel.settings import Settings
from newsreel.store import Store, open_store

UNITS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1_000}  # milliseconds
READERS = 4


def main(args: argparse.Namespace, settings: Settings) -> int:
    """Show, make, verify or sweep."""
    where = settings.store or str(settings.cache)
    older = age(args.older)
    store = open_store(settings)
    if args.what == "make":
        print(f"{where} {'is made' if _make(store) else 'was there already'}")
        return 0
    if args.what == "verify":
        return _verify(store)
    if args.what == "gc":
        return _sweep(store, settings, older, args.dry_run)
    blobs, left = list(store.lying("blobs")), list(store.lying("leaving"))
    print(where)
    print(
        f"{len(blobs)} artifacts ({size(sum(one.size for one in blobs))}), {sum(1 for _ in store.lying('keys'))} pieces"
    )
    print(f"{len(left)} artifacts were swept out and can still be brought back")
    print(f"{sum(1 for _ in store.lying('corrupt'))} damaged artifacts were set aside")
    wire = getattr(store, "wire", None)
    if wire is not None and not wire.conditional:
        print("This server ignores conditional writes: whoever finishes a piece last is heard, and the ledger decides.")
    return 0


def age(text: str) -> int:
    """`7d`, `12h`, `30m` in milliseconds."""
    found = re.fullmatch(r"(\d{1,5})([dhms])", text)
    if found is None:
        raise Refused(f"An age is a whole number of days, hours or minutes, such as 7d or 12h; '{text}' is none.")
    return int(found[1]) * UNITS[found[2]]


def _make(store: Store) -> bool:
    wire = getattr(store, "wire", None)
    return bool(wire.make()) if wire is not None else False  # a folder was made when it was opened


def _verify(store: Store) -> int:
    names = [one.name for one in store.lying("blobs")]
    with ThreadPoolExecutor(READERS) as pool:
        whole = list(pool.map(store.check, names))
    damaged = [name for name, fine in zip(names, whole, strict=True) if not fine]
    for name in damaged:
        print(f"damaged, set aside: {name}")
    print(f"{len(names)} artifacts read, {len(damaged)} damaged" + ("; they will be made again" if damaged else ""))
    return 4 if damaged else 0


def _sweep(store: Store, settings: Settings, older: int, dry: bool) -> int:
    try:
        from newsreel.ledger import Ledger
    except ImportError:
        raise MissingExtra("Sweeping asks the ledger, which is not here: pip install 'newsreel[workers]'.") from None
    from newsreel.sweeping import sweep
    from worker.keeping import relied_on

    relied = relied_on(Ledger(settings.ledger).prepare(), store)
    done = sweep(store, relied, older=older, dry=dry)
    would = "would be " if dry else ""
    out, deleted = f"{done.put_out} ({size(done.size)}) {would}put out", f"{done.deleted} ({size(done.freed)})"
    print(f"{done.kept} artifacts stay, {out}, {done.keys} pieces {would}forgotten")
    print(f"{deleted} put out earlier {would}deleted, {done.brought_back} {would}brought back")
    return 0
