"""The one JSON form of documents."""

import pytest

from newsreel.documents import Bar, Bars, Closing, Scene, Size, Statement
from newsreel.forms import BadForm, digest, from_json, from_plain, to_json, to_plain

SCENE = Scene(
    id="s1", says="渔船回港。", shows=Bars(title="客流", bars=(Bar(label="2025", value="41.6"),)), sources=("p1.1",)
)


def test_a_document_comes_back_as_it_was():
    assert from_json(Scene, to_json(SCENE)) == SCENE


def test_the_form_does_not_depend_on_the_order_fields_are_given_in():
    again = Scene(sources=("p1.1",), shows=SCENE.shows, says="渔船回港。", id="s1")
    assert to_json(again) == to_json(SCENE)


def test_a_union_is_told_apart_by_its_kind():
    scene = from_plain(Scene, to_plain(Scene(id="s2", says="", shows=Closing(title="再会"))))
    assert isinstance(scene.shows, Closing)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"id": 3}, "Scene.id"),
        ({"shows": {"kind": "hologram"}}, "Scene.shows"),
        ({"shows": {"kind": "statement"}}, "Scene.shows: the field 'text' is missing"),
        ({"colour": "red"}, "no field is called 'colour'"),
        ({"sources": "p1.1"}, "Scene.sources"),
        ({"turn": "yes"}, "Scene.turn"),
    ],
)
def test_what_is_not_the_document_is_refused_by_place(change, place):
    with pytest.raises(BadForm, match=place.replace("(", r"\(")):
        from_plain(Scene, to_plain(SCENE) | change)


def test_a_document_of_another_kind_or_version_is_refused():
    with pytest.raises(BadForm, match="Size"):
        from_json(Scene, to_json(Size(width=2, height=2)))
    with pytest.raises(BadForm, match="version"):
        from_json(Scene, to_json(SCENE).replace(b'"version":1', b'"version":99'))


def test_a_digest_keeps_its_parts_apart():
    assert digest("ab", "c") != digest("a", "bc")
    assert digest(SCENE) != digest(Scene(id="s1", says="渔船回港!", shows=Statement(text="x")))


def test_a_document_holds_no_floats():
    with pytest.raises(TypeError, match="float"):
        to_plain((1.5,))
