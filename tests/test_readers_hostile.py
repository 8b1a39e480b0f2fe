"""What no reader may let through: hostile, broken, enormous and lying input ends in one sentence, and soon."""

import io
import os
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from desk.readers import read
from newsreel.errors import Refused
from newsreel.store import Folder

ZH = "今天夜里，风力达到8级。“我们会来。”站长张三说。"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(tmp_path_factory.mktemp("store"))


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("1" if kind == "PNG" else "RGB", (width, height)).save(out, kind)
    return out.getvalue()


REFUSED = {
    "empty": (b"", "is empty"),
    "white": (b" \n\t\r\n\xef\xbb\xbf", "is empty"),
    "a bom alone": (b"\xef\xbb\xbf", "is empty"),
    "invisible": ("\u200b\u200e\ufeff".encode(), "is empty"),
    "zeros": (b"\x00" * 4000, "binary"),
    "text with a zero": (b"abc\x00def", "binary"),
    "controls": (b"\x01\x02\x03\x04" * 100, "binary"),
    "pdf": (b"%PDF-1.7 stuff", "a PDF"),
    "zip": (b"PK\x03\x04 stuff", "Word or zip"),
    "picture": (picture(20, 20), "a picture"),
    "rtf": (b"{\\rtf1 hello}", "RTF"),
    "gzip": (b"\x1f\x8b\x08 stuff", "compressed"),
    "no encoding": (bytes(range(128, 256)) * 20, "encoding"),
    "half utf-16": (b"\xff\xfea\x00b", "UTF-16"),
    "too long": (("字" * 200_001).encode(), "200,001 characters"),
    "too large": (b"a" * 5_000_001, "5 MB"),
    "yaml alias": (b"---\na: &x [1,2]\nb: *x\n---\ntext", "aliases"),
    "yaml broken": (b"---\ntitle: a: b: c\n---\ntext", "front matter"),
    "yaml deep": (b"---\ntitle: " + b"[" * 5000 + b"\n---\ntext", "front matter"),
    "feed": (b"<?xml version='1.0'?><rss><channel/></rss>", "feed"),
    "tags": (b"<html><body>" + b"<i>x</i>" * 30_000, "tags"),
    "paragraphs": (b"a\n\n" * 4000, "paragraphs"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_unusable_input_is_refused_in_one_sentence(case: str, store: Folder) -> None:
    data, words = REFUSED[case]
    name = {"yaml": "a.md", "tags": "a.html", "feed": "a.xml"}.get(case.split()[0], "a.txt")
    with pytest.raises(Refused) as caught:
        read(name, store, data=data)
    assert words in str(caught.value)
    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")


def test_files_that_are_none_are_refused(tmp_path: Path, store: Folder) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "no.txt", tmp_path / "pipe.txt", tmp_path / "empty", "/dev/zero", "a\0b", "x" * 5000, "-"):
        with pytest.raises(Refused):
            read(path, store)


OUTSIDE = [
    "../secret.jpg",
    "sub/../../secret.jpg",
    "..%2fsecret.jpg",
    "%2e%2e/secret.jpg",
    "..\\secret.jpg",
    "{outside}",
    "file://{outside}",
    "FILE:{outside}",
    "link.jpg",
    "linked/secret.jpg",
    "~/secret.jpg",
    "C:\\secret.jpg",
    "\\\\host\\secret.jpg",
    "//host/secret.jpg",
    "https://example.org/secret.jpg",
    "javascript:alert(1)",
    "data:image/png;base64,AAAA",
    "secret.jpg%00.png",
    "a" * 4096 + ".jpg",
    "/dev/zero",
    "sub",
]


@pytest.mark.parametrize("ref", OUTSIDE)
@pytest.mark.parametrize("kind", ["a.md", "a.html"])
def test_no_picture_comes_from_outside_the_folder(ref: str, kind: str, tmp_path: Path, store: Folder) -> None:
    outside = tmp_path / "secret.jpg"
    outside.write_bytes(picture(30, 30, "JPEG"))
    home = tmp_path / "home"
    (home / "sub").mkdir(parents=True)
    (home / "link.jpg").symlink_to(outside)
    (home / "linked").symlink_to(tmp_path)
    ref = ref.replace("{outside}", str(outside))
    text = f"# T\n\nText.\n\n![a](<{ref}>)\n" if kind == "a.md" else f"<p>Text.</p><img src='{ref}'>"
    (home / kind).write_text(text)
    article = read(home / kind, store)
    assert article.pictures == ()
    assert len(read(home, store).pictures) == 0
    assert any("left out" in note for note in article.notes) or ref.startswith(("data:", "javascript:"))


def test_a_link_inside_the_folder_is_followed(tmp_path: Path, store: Folder) -> None:
    (tmp_path / "real.jpg").write_bytes(picture(30, 30, "JPEG"))
    (tmp_path / "link.jpg").symlink_to("real.jpg")
    (tmp_path / "a.md").write_text("# T\n\n![a](link.jpg)\n\nText.")
    assert len(read(tmp_path / "a.md", store).pictures) == 1


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("bomb.png", picture(9000, 9000), "40 megapixels"),
        ("long.png", picture(12_001, 20), "12,000"),
        ("dot.png", picture(1, 1), "too small"),
        ("cut.jpg", picture(400, 400, "JPEG")[:300], "not a whole"),
        ("text.jpg", b"hello", "not a whole"),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a whole"),
        ("moving.png", b"GIF89a" + bytes(40), "not a whole"),
        ("none.png", b"", "not a whole"),
    ],
)
def test_bad_pictures_are_left_out_and_named(
    name: str, data: bytes, reason: str, tmp_path: Path, store: Folder
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "article.txt").write_text("Headline\n\nText of the article.")
    article = read(tmp_path, store)
    assert article.pictures == ()
    assert any(name in note and reason in note for note in article.notes)


def test_markup_in_titles_and_captions_stays_text(tmp_path: Path, store: Folder) -> None:
    (tmp_path / "a.jpg").write_bytes(picture(30, 30, "JPEG"))
    evil = '<img src=x onerror=alert(1)>{{7*7}}#read("/etc/passwd")'
    text = f"---\ntitle: '{evil}'\n---\nBody.\n\n![x](a.jpg)\n"
    (tmp_path / "a.md").write_text(text)
    article = read(tmp_path / "a.md", store)
    assert article.headline == evil
    assert article.slug.replace("-", "").isalnum()


LONG = {
    "text": (ZH * 9000)[:199_000],
    "indents": "\u3000\u3000a\n" * 2900,
    "items": "1. a\n" * 2900,
    "colons": "来源：" * 60_000,
    "brackets": "[" * 60_000,
    "stars": "*a **b " * 14_000,
    "quotes": ">" * 190_000,
    "links": "[a](" * 24_000,
    "pipes": "|" * 90_000 + "\n" + "|-" * 45_000,
    "spaces": " " * 190_000 + "a",
    "accents": "e" + "\u0301" * 190_000,
    "unclosed": "<!--" * 45_000,
    "entities": "&#" * 90_000,
    "divs": "<div>x" * 30_000,
    "tables": "<table><tr><td>x" * 9_000,
    "breaks": "<br>x" * 35_000,
    "class": "<div class='" + "nav " * 40_000 + "'>x",
    "style": "<div style='" + "display :" * 20_000 + "'>x",
    "json": "<script type='application/ld+json'>" + "[" * 100_000 + "</script><p>x",
    "title": "<title>" + " - " * 60_000 + "</title>x",
    "deep": "<div>" * 240 + "<p>" + ZH * 3000,
}


@pytest.mark.parametrize("case", LONG)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_the_largest_inputs_are_read_or_refused_within_two_seconds(case: str, name: str, store: Folder) -> None:
    started = time.process_time()
    try:
        read(name, store, data=LONG[case].encode())
    except Refused:
        pass  # the answer may be no, but it must come soon
    assert time.process_time() - started < 2


MARKS = (
    "今天下雪。|“走吧。”他说。|Text here. |By Jane|来源：甲|# |> |- |1. |![a](b.jpg)|*图/甲*|<p>|</p>|"
    "<div class=ad>|</div>|"
    "<table><tr><td>|<!--|"
    "-->|<![þ|<li>|"
    "<blockquote>|<figure><img src=x>|<figcaption>|<script>|"
    "&amp;|&#0;|\u202e|\ud7ff|\x1f|"
    "<svg>|<title>|]]>|<?xml|<h1>|<br>|"
    "—— 李四|2026-13-45|2026年2月30日|`|\n|\n\n|---\n|title: x\n|```\n|[x]: y\n"
)
words = st.sampled_from([*MARKS.split("|"), "|a|b|\n|-|-|\n"])
documents = st.lists(words | st.text(max_size=8), max_size=40).map("".join)
fuzzed = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@fuzzed
@given(text=documents, name=st.sampled_from(["a.txt", "a.md", "a.html", "-"]))
def test_any_text_is_read_whole_or_refused(text: str, name: str, store: Folder) -> None:
    try:
        article = read(name, store, data=text.encode("utf-8", "ignore"))
    except Refused as error:
        assert len(str(error)) < 400
        return
    assert article.headline and article.slug and article.sentences() + tuple(b for b in article.blocks if b.rows)
    for sentence in article.sentences():
        assert sentence.text == unicodedata.normalize("NFC", sentence.text)
        assert not any(unicodedata.category(char) in ("Cc", "Cs") or char in "\u202e\u200b" for char in sentence.text)
    ids = [sentence.id for sentence in article.sentences()]
    assert len(ids) == len(set(ids))


@fuzzed
@given(data=st.binary(max_size=300), name=st.sampled_from(["a.txt", "a.md", "a.html", "-"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str, store: Folder) -> None:
    try:
        read(name, store, data=data)
    except Refused as error:
        assert str(error).endswith(".")


@fuzzed
@given(
    lines=st.lists(st.text("的一是不了在人有我他abc，。甲乙丙丁 ", min_size=1, max_size=30), min_size=1, max_size=12)
)
def test_no_word_of_a_plain_text_is_lost(lines: list[str], store: Folder) -> None:
    text = "\n\n".join(line.strip() or "空" for line in lines) + "\n\n末行。"
    article = read("a.txt", store, data=text.encode())
    kept = "".join([article.headline, *(sentence.text for sentence in article.sentences())])
    assert sorted("".join(text.split())) == sorted("".join(kept.split())) or article.notes


@fuzzed
@given(data=st.binary(max_size=400), name=st.sampled_from(["captions.csv", "captions.toml", "p.txt"]))
def test_any_sidecar_is_survived(data: bytes, name: str, tmp_path: Path, store: Folder) -> None:
    (tmp_path / "article.txt").write_text("Headline\n\nText of the article.")
    (tmp_path / "p.jpg").write_bytes(picture(30, 30, "JPEG"))
    (tmp_path / name).write_bytes(data)
    assert len(read(tmp_path, store).pictures) == 1
