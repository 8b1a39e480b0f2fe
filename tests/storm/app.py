"""The real app on the cheap line: celery -A tests.storm.app worker."""

from newsreel.settings import read
from tests.storm.trade import Cheap
from worker.app import make

app = make(read(), Cheap())
