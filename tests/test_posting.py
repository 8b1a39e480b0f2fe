"""The texts that are posted with a reel keep every platform's limits and say nothing new."""

import json
import re
from pathlib import Path

import pytest

from newsreel.bench import Bench
from newsreel.crew.writers.extract import Extract
from newsreel.documents import Brief
from newsreel.facts import titles
from newsreel.facts.ground import ground
from newsreel.posting import LONGEST_TAG, MOST_TEXT, post, written
from newsreel.profiles import names, profile
from newsreel.store import Folder
from tests.copy_desk import NAMES
from tests.copy_desk import article as article_called


@pytest.mark.parametrize("name", NAMES)
def test_every_limit_is_kept_and_nothing_is_new(name: str, tmp_path: Path) -> None:
    article = article_called(name)
    script = Extract().write(article, Brief(language=article.language, length=60_000), Bench(Folder(tmp_path)))
    held = ground(article)
    everything = re.sub(r"\W|_", "", held.text + article.section)
    for wanted in map(profile, names()):
        one = post(article, script, wanted)
        assert 1 <= len(one.title) <= wanted.title_limit and 1 <= len(one.cover) <= wanted.title_limit
        assert len(one.text) <= MOST_TEXT and len(one.tags) <= wanted.tags
        for line in (one.title, one.cover):
            assert not [doubt for doubt in titles.check(line, script.language, held) if doubt.blocks], line
        assert all(tag in everything and len(tag) <= LONGEST_TAG and tag.isalnum() for tag in one.tags), one.tags
        allowed = set(re.findall(r"\d+", held.text + " ".join(scene.says for scene in script.scenes) + article.source))
        assert set(re.findall(r"\d+", one.title + one.text + one.cover + " ".join(one.tags))) <= allowed
    table = json.loads(written(tuple(post(article, script, profile(each)) for each in names())))
    assert set(table) == set(names()) and all(
        set(each) == {"title", "text", "tags", "cover"} for each in table.values()
    )
