"""The durable line with the real stages and the real crew: the same bytes as `newsreel render` on one machine."""

from pathlib import Path

from desk.cli import _parser
from desk.intake import take_in
from newsreel.documents import Reel
from newsreel.ledger import Ledger
from newsreel.store import Folder, get_document
from stages.run import run
from tests.storm.ground import settings, work_all
from worker import accept
from worker.station import Station
from worker.trade import the_line

SAMPLE = Path(__file__).resolve().parents[1] / "assets" / "samples" / "port-ellery-bins"


def test_a_real_reel_is_the_same_from_either_runner(tmp_path: Path) -> None:
    args = _parser().parse_args(["render", str(SAMPLE), "--size", "240x426"])
    durable, direct = settings(tmp_path / "durable"), settings(tmp_path / "direct")
    job = take_in(args, Folder(durable.cache)).job
    here = Station(durable, Ledger(durable.ledger).prepare(), the_line())
    id_ = accept.submit(here, job)
    work_all(here)
    view = accept.status(here, id_)
    assert view.state == "done", view.error
    store = Folder(direct.cache)
    assert take_in(args, store).job == job
    wanted = run(job, store, direct)
    assert [get_document(here.store(), Reel, digest) for digest in view.reels.values()] == list(wanted.reels.values())
