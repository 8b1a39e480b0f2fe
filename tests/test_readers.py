"""What each reader takes from an article: the right fields, parts, sentences and pictures."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from desk.readers import read
from newsreel.documents import Article
from newsreel.errors import Refused
from newsreel.store import Folder

SNOW = """青川县今冬首场雪来了
来源：青川日报　作者：李晓 2026-01-05 08:30

　　青川县气象台5日早晨通报，全县平均降雪量达12.4毫米，是近10年来最早的一场雪。
　　“我们凌晨三点就上路撒盐了。”县公路段段长王强说，“到七点，主干道全部通车。”
　　受影响的有：
　　1. 18所小学停课一天；
　　2. 42条公交线路绕行；
　　3. 3个高速入口临时关闭。
　　预计雪将持续到7日，最低气温零下6℃。县里已备融雪剂300吨，出动铲雪车28辆，请市民少开车、早出门。
　　责任编辑：张三
"""
TAIPEI = """港務局：渡輪票價明年調漲
高雄港務局5日宣布，旗津渡輪全票自明年1月起由30元調為40元，是12年來首次調漲。局長林美玲說：「油價漲了四成，我們撐到不能再撐。」
當地居民持卡搭乘仍維持15元。去年渡輪載客520萬人次，比前年增加8%。
"""
FERRY = """Harbour ferry returns after 14 months
By Jane Doe
March 5, 2026

The harbour ferry carried its first passengers on Thursday after
14 months in dry dock. It cost $3.2 million, Mayor Ann Lee said.

> We missed the sound of the horn more than the boat itself.
> — Tom Hale, skipper

- New engines
- A wider ramp
- 120 seats

It sails every 30 minutes from the old customs house, and the fare is still two dollars each way for anyone who
walks aboard without a car.
"""
PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="{charset}"><title>青川首场雪_青川新闻网</title>
<meta property="og:site_name" content="青川新闻网"><link rel="canonical" href="https://news.example.cn/a/1.html"></head>
<body><nav><a href="/">首页</a><a href="/s">社会</a></nav>
<div class="cookie-bar">本站使用 Cookie</div>
<div class="wrap"><h1>青川首场雪</h1>
<div class="info"><span class="time">2026年1月5日 08:30</span> <span class="source">来源：青川日报</span></div>
<div class="content"><p>青川县气象台5日早晨通报，全县平均降雪量达12.4毫米，是近10年来最早的一场雪。</p>
<p>“我们凌晨三点就上路撒盐了。”县公路段段长<b>王强</b>说，“到七点，主干道全部通车。”</p>
<figure><img src="blank.gif" data-src="snow.jpg" alt="雪"><figcaption>雪中的青川。王五 摄</figcaption></figure>
<blockquote><p>路通了，心就通了。</p><p>—— 王强，县公路段段长</p></blockquote>
<table><caption>各乡镇降雪量</caption><tr><th>乡镇</th><th>毫米</th></tr><tr><td>东河</td><td>12.4</td></tr></table>
<ul><li>18所小学停课</li><li>42条公交绕行</li></ul>
<p>预计雪将持续到7日，最低气温零下6℃。<script>alert("坏")</script></p>
<p>（责任编辑：张三）</p><p>版权声明：未经授权不得转载</p>
<h3>推荐阅读</h3><ul><li><a href="/2">明星昨夜现身</a></li><li><a href="/3">房价又有新消息</a></li></ul></div></div>
<aside>热门视频</aside><footer>青川新闻网版权所有</footer></body></html>"""
MARKED = """---
title: "渡口：最后一班船"
author: [沈甲, 林乙]
date: 2026年3月5日
section: 社会
---
第一段有两句。这是第二句。

![渡口](a.jpg "渡口的清晨 | 张三 | CC0-1.0 | https://example.org/a")

![船](sub/b.png)
*末班船离岸。图/李四*

> 船走了，人还在。
>
> —— 王五，船工

*历年客流*

| 年份 | 万人次 |
|---|---|
| 2024 | 12.5 |
| 2025 | 9.8 |

1. 早班取消
2. 晚班改到六点
"""


@pytest.fixture
def store(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "store")


def jpeg(width: int = 64, height: int = 48, colour: str = "navy", kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind)
    return out.getvalue()


def forms(article: Article) -> list[str]:
    return [block.form for block in article.blocks]


def test_plain_text_gives_headline_byline_source_and_date_and_keeps_them_out_of_the_body(store: Folder) -> None:
    article = read("a.txt", store, data=SNOW.encode())
    assert article.headline == "青川县今冬首场雪来了"
    assert (article.byline, article.source, article.published) == ("李晓", "青川日报", "2026-01-05T08:30:00")
    assert forms(article) == ["para", "para", "para", "list", "para"]
    assert [sentence.id for sentence in article.blocks[3].sentences] == ["p4.1", "p4.2", "p4.3"]
    assert not any("责任编辑" in sentence.text for sentence in article.sentences())


def test_english_plain_text_joins_its_lines_and_finds_quote_and_list(store: Folder) -> None:
    article = read("a.txt", store, data=FERRY.encode())
    assert (article.language, article.byline, article.published) == ("en", "Jane Doe", "2026-03-05")
    assert article.sentences()[0].text.endswith("after 14 months in dry dock.")
    assert forms(article) == ["para", "quote", "list", "para"]
    assert article.blocks[1].speaker == "Tom Hale, skipper"
    assert article.notes == ()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_simplified_chinese_reads_the_same_in_every_encoding(codec: str, store: Folder) -> None:
    wanted, found = read("a.txt", store, data=SNOW.encode()), read("a.txt", store, data=SNOW.encode(codec))
    assert found.blocks == wanted.blocks
    assert found.headline == wanted.headline


@pytest.mark.parametrize("codec", ["utf-8", "big5", "gb18030", "utf-16-be"])
def test_traditional_chinese_reads_the_same_in_every_encoding(codec: str, store: Folder) -> None:
    data = (b"\xfe\xff" if codec == "utf-16-be" else b"") + TAIPEI.encode(codec)
    assert read("a.txt", store, data=data).blocks == read("a.txt", store, data=TAIPEI.encode()).blocks


@pytest.mark.parametrize(("charset", "codec"), [("gb2312", "gb18030"), ("big5", "gb18030"), ("utf-8", "utf-8")])
def test_a_page_is_read_by_its_charset_and_a_wrong_one_does_not_matter(charset: str, codec: str, store: Folder) -> None:
    article = read("a.html", store, data=PAGE.format(charset=charset).encode(codec))
    assert article.headline == "青川首场雪"
    assert "12.4毫米" in article.sentences()[0].text


def test_windows_letters_are_read_and_said_to_be_a_guess(store: Folder) -> None:
    article = read("a.txt", store, data=FERRY.replace("Jane Doe", "Zoë Dübois").encode("cp1252"))
    assert article.byline == "Zoë Dübois"
    assert any("Windows-1252" in note for note in article.notes)


def test_a_page_gives_its_article_and_none_of_its_furniture(tmp_path: Path, store: Folder) -> None:
    (tmp_path / "snow.jpg").write_bytes(jpeg())
    (tmp_path / "a.html").write_text(PAGE.format(charset="utf-8"), encoding="utf-8")
    article = read(tmp_path / "a.html", store)
    assert (article.headline, article.source, article.language) == ("青川首场雪", "青川新闻网", "zh")
    assert (article.published, article.url) == ("2026-01-05T08:30:00", "https://news.example.cn/a/1.html")
    assert forms(article) == ["para", "para", "picture", "quote", "table", "list", "para"]
    words = "".join(sentence.text for sentence in article.sentences())
    for furniture in ("首页", "Cookie", "责任编辑", "版权", "推荐阅读", "明星", "房价", "热门视频", "alert", "坏"):
        assert furniture not in words
    assert article.pictures[0].caption == "雪中的青川。"
    assert article.pictures[0].asset.credit is not None
    assert article.pictures[0].asset.credit.creator == "王五"
    quote, table = article.blocks[3], article.blocks[4]
    assert quote.speaker == "王强，县公路段段长"
    assert (table.title, table.rows) == ("各乡镇降雪量", (("乡镇", "毫米"), ("东河", "12.4")))


def test_a_page_without_an_article_tag_is_found_by_where_its_text_is_dense(store: Folder) -> None:
    links = "".join(f"<li><a href=/{n}>别的新闻标题第{n}条在这里</a></li>" for n in range(40))
    body = "".join(f"<p>第{n}段正文，讲的是同一件事，而且讲得很清楚。</p>" for n in range(12))
    page = (
        f"<html><body><div><ul>{links}</ul></div><div><div>{body}</div></div><div><ul>{links}</ul></div></body></html>"
    )
    article = read("a.html", store, data=page.encode())
    assert len(article.blocks) == 12
    assert not any("别的新闻" in sentence.text for sentence in article.sentences())


def test_json_ld_tells_headline_author_and_date(store: Folder) -> None:
    told = (
        '{"@graph":[{"@type":"WebSite"},{"@type":["NewsArticle"],"headline":"Tide turns","author":[{"name":"A. Bee"}],'
    )
    told += '"datePublished":"2026-05-06T07:08:09+02:00","publisher":{"name":"The Gull"}}]}'
    page = f'<html><head><script type="application/ld+json">{told}</script></head><body><article>'
    page += "<p>The tide turned early on Wednesday, and nobody was ready.</p>" * 8 + "</article></body></html>"
    article = read("a.html", store, data=page.encode())
    assert (article.headline, article.byline, article.source) == ("Tide turns", "A. Bee", "The Gull")
    assert article.published == "2026-05-06T07:08:09+02:00"


@pytest.mark.parametrize("depth", [200, 300, 2500])
def test_deep_nesting_loses_no_word(depth: int, store: Folder) -> None:
    page = "<html><body>" + "".join(f"<div>word{n} " for n in range(depth)) + "</div>" * depth + "<p>last words</p>"
    article = read("a.html", store, data=page.encode())
    words = " ".join(sentence.text for sentence in article.sentences())
    assert all(f"word{n} " in words + " " for n in range(depth))
    assert "last words" in words


def test_markdown_gives_front_matter_pictures_quote_table_and_list(tmp_path: Path, store: Folder) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.jpg").write_bytes(jpeg())
    (tmp_path / "sub" / "b.png").write_bytes(jpeg(50, 80, "red", "PNG"))
    (tmp_path / "x.md").write_text(MARKED, encoding="utf-8")
    article = read(tmp_path / "x.md", store)
    assert (article.headline, article.byline, article.section) == ("渡口：最后一班船", "沈甲、林乙", "社会")
    assert article.published == "2026-03-05"
    assert forms(article) == ["para", "picture", "picture", "quote", "table", "list"]
    first, second = article.pictures
    assert (first.caption, first.alt) == ("渡口的清晨", "渡口")
    assert first.asset.credit is not None and second.asset.credit is not None
    assert (first.asset.credit.creator, first.asset.credit.licence) == ("张三", "CC0-1.0")
    assert first.asset.credit.url == "https://example.org/a"
    assert (second.caption, second.asset.credit.creator) == ("末班船离岸。", "李四")
    assert (second.asset.kind, second.asset.width, second.asset.height) == ("image/png", 50, 80)
    assert store.get(first.asset.digest) == (tmp_path / "a.jpg").read_bytes()
    assert article.blocks[3].speaker == "王五，船工"
    assert article.blocks[4].title == "历年客流"
    assert article.blocks[4].rows[1] == ("2024", "12.5")


def test_html_in_markdown_is_text_only(store: Folder) -> None:
    data = b"# Title\n\nOne <b onclick=x>bold</b> word.\n\n<div>inner<script>alert(1)</script></div>\n"
    words = [sentence.text for sentence in read("a.md", store, data=data).sentences()]
    assert words == ["One bold word.", "inner"]


def test_ids_stay_while_later_text_or_a_picture_changes(tmp_path: Path, store: Folder) -> None:
    (tmp_path / "x.md").write_text(MARKED, encoding="utf-8")
    before = {s.id: s.text for s in read(tmp_path / "x.md", store).sentences()}  # no picture is there yet
    (tmp_path / "a.jpg").write_bytes(jpeg())
    (tmp_path / "x.md").write_text(MARKED + "\n又添一段。\n", encoding="utf-8")
    after = {s.id: s.text for s in read(tmp_path / "x.md", store).sentences()}
    assert before.items() < after.items()


def test_the_same_bytes_give_the_same_article(store: Folder) -> None:
    for name, text in (("a.txt", SNOW), ("a.md", MARKED), ("a.html", PAGE.format(charset="utf-8"))):
        assert read(name, store, data=text.encode()) == read(name, store, data=text.encode())


def test_words_are_kept_as_written_but_for_what_cannot_be_seen(store: Folder) -> None:
    data = "标题在此\n\n全角ＡＢ１２％，半角AB12%。零\u200b宽\u202e与\x07控制，caf\u0065\u0301。\n".encode()
    assert read("a.txt", store, data=data).sentences()[0].text == "全角ＡＢ１２％，半角AB12%。"
    assert read("a.txt", store, data=data).sentences()[1].text == "零宽与控制，caf\u00e9。"


def folder(tmp_path: Path) -> Path:
    place = tmp_path / "story"
    (place / "pictures").mkdir(parents=True)
    (place / "article.md").write_text("# 标题\n\n正文。\n\n![一](pictures/one.jpg)\n", encoding="utf-8")
    (place / "pictures" / "one.jpg").write_bytes(jpeg(colour="red"))
    (place / "b.png").write_bytes(jpeg(80, 60, "green", "PNG"))
    (place / "a.webp").write_bytes(jpeg(80, 60, "blue", "WEBP"))
    return place


def test_a_folder_brings_all_its_pictures_with_their_captions(tmp_path: Path, store: Folder) -> None:
    place = folder(tmp_path)
    rows = "file,caption,credit,licence,source,focus_x,focus_y\n"
    rows += "one.jpg,图注一,甲,CC0,通讯社,0.25,40%\nb.png,图注二,乙,,,,\n"
    (place / "captions.csv").write_bytes(rows.encode("gb18030"))
    (place / "a.txt").write_text("图注三。丙 摄", encoding="utf-8")
    article = read(place, store)
    assert [picture.caption for picture in article.pictures] == ["图注一", "图注三。", "图注二"]
    credits = [picture.asset.credit for picture in article.pictures]
    assert [credit.creator for credit in credits if credit] == ["甲", "丙", "乙"]
    assert credits[0] is not None and credits[0].source == "通讯社"
    focus = article.pictures[0].focus
    assert focus is not None and (focus.x, focus.y) == (250, 400)
    assert [picture.asset.kind for picture in article.pictures] == ["image/jpeg", "image/webp", "image/png"]


def test_captions_may_be_toml(tmp_path: Path, store: Folder) -> None:
    place = folder(tmp_path)
    (place / "captions.toml").write_text(
        '["b.png"]\ncaption = "说明"\nfocus_x = 0.5\nfocus_y = 0.1\n', encoding="utf-8"
    )
    picture = next(one for one in read(place, store).pictures if one.asset.kind == "image/png")
    assert picture.caption == "说明"
    assert picture.focus is not None and picture.focus.y == 100


def test_broken_pictures_and_sidecars_are_notes_that_name_the_file(tmp_path: Path, store: Folder) -> None:
    place = folder(tmp_path)
    (place / "b.png").write_bytes(jpeg(300, 200, "green", "PNG")[:-40])
    (place / "a.webp").write_bytes(b"not a picture")
    (place / "captions.csv").write_text("no,header\n1,2\n", encoding="utf-8")
    article = read(place, store)
    assert len(article.pictures) == 1
    for name in ("b.png", "a.webp", "captions.csv"):
        assert any(name in note for note in article.notes)


def test_a_folder_needs_one_article_and_says_so(tmp_path: Path, store: Folder) -> None:
    place = folder(tmp_path)
    (place / "article.md").unlink()
    with pytest.raises(Refused, match="no article"):
        read(place, store)
    for name in ("one.md", "two.txt"):
        (place / name).write_text("# x\n\ny")
    with pytest.raises(Refused, match=r"several articles \(one.md, two.txt\)"):
        read(place, store)


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("三千盏路灯“低头”", "san-qian-zhan-lu-deng-di-tou"),
        ("Café owners won't pay: $3.2 million!", "cafe-owners-wont-pay-3-2-million"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "article-con"),
        ("GPT-5 来了", "gpt-5-lai-le"),
    ],
)
def test_slugs_are_safe_and_readable(headline: str, slug: str, store: Folder) -> None:
    assert read("a.md", store, data=f"# {headline}\n\n正文 body.\n".encode()).slug == slug


@pytest.mark.parametrize("headline", ["🙂🙂", "！！！", "字" * 190, "a" * 190, "\u202ereversed", "мир", "x/y\\z:*?"])
def test_every_headline_has_a_slug(headline: str, store: Folder) -> None:
    slug = read("a.md", store, data=f"# {headline}\n\n正文 body.\n".encode()).slug
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", slug)


def test_the_language_can_be_asked_for(store: Folder) -> None:
    assert read("a.txt", store, data=FERRY.encode(), language="zh").language == "zh"


def test_thin_articles_are_read_with_a_warning(store: Folder) -> None:
    article = read("a.txt", store, data="只有一句话。".encode())
    assert [sentence.text for sentence in article.sentences()] == ["只有一句话。"]
    assert any("thin: 5 字" in note for note in article.notes)


def test_standard_input_is_read_by_its_look(store: Folder) -> None:
    page = PAGE.format(charset="utf-8").encode()
    assert read("-", store, data=page).headline == "青川首场雪"
    assert read("-", store, data=b"---\ntitle: T\n---\nBody.").headline == "T"
    assert read("-", store, data=SNOW.encode()).byline == "李晓"
