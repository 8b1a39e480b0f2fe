"""Storyboards for tests."""

from desk.storyboard_file import Storyboard
from newsreel.documents import (
    Article,
    Asset,
    Bar,
    Bars,
    Block,
    Clipping,
    Closing,
    Credit,
    Film,
    Focus,
    Headline,
    Moment,
    Number,
    Photo,
    Picture,
    Points,
    Quote,
    Scene,
    Script,
    Sentence,
    Statement,
    Timeline,
)

PICTURE = Picture(
    id="pic1",
    asset=Asset(
        digest="ab" * 32,
        kind="image/png",
        width=1600,
        height=900,
        credit=Credit(creator="林晓舟", source="本报", licence="all rights reserved", note="资料图"),
    ),
    caption="乌溪江大桥：夜间 #3 施工现场",
    alt="桥",
    focus=Focus(x=300, y=420),
)
ARTICLE = Article(
    slug="wuxi-bridge",
    headline='大桥"合龙"：比计划提前 41 天',
    language="zh",
    published="2026-11-20T08:00:00+08:00",
    byline="- 记者 张三",
    blocks=(
        Block(id="p1", form="heading", level=2, sentences=(Sentence(id="p1.1", text="进展"),)),
        Block(
            id="p2",
            form="para",
            sentences=(Sentence(id="p2.1", text="大桥 20 日合龙。"), Sentence(id="p2.2", text="yes")),
        ),
        Block(id="p3", form="table", title="用时", rows=(("段", "天"), ("东", "41.60"), ("西", "null"))),
        Block(id="p4", form="picture", picture="pic1"),
        Block(id="p5", form="quote", speaker="王工", sentences=(Sentence(id="p5.1", text="“我们等了三年。”\n第二行"),)),
    ),
    pictures=(PICTURE,),
    footage=(
        Clipping(id="clip1", asset=Asset(digest="cd" * 32, kind="video/mp4", width=1280, height=720, length=9500)),
    ),
    notes=("The article has no date in its text.",),
)
SCRIPT = Script(
    title="大桥合龙 41 天前",
    language="zh",
    mood="bright",
    scenes=(
        Scene(
            id="s1",
            says="大桥 20 日合龙。",
            shows=Headline(title="大桥合龙", picture="pic1"),
            sources=("p2.1", "headline"),
        ),
        Scene(id="s2", says="yes", shows=Statement(text="yes", emphasis=""), sources=("p2.2",), why="a: b # c"),
        Scene(id="s3", says="看照片。", shows=Photo(picture="pic1", caption=PICTURE.caption)),
        Scene(
            id="s4",
            says="他说：等了三年。",
            shows=Quote(text="我们等了三年。", speaker="王工", role="12:30"),
            turn=True,
        ),
        Scene(id="s5", says="用时 41.60 天", shows=Number(value="41.60", unit="天", label="用时")),
        Scene(
            id="s6",
            says="两段",
            shows=Bars(
                title="用时", bars=(Bar(label="东", value="41.60"), Bar(label="西", value="0.5", text="半天")), accent=1
            ),
        ),
        Scene(id="s7", says="三点", shows=Points(title="要点", items=("一", "- 二", "three: 3"))),
        Scene(
            id="s8",
            says="经过",
            shows=Timeline(title="经过", moments=(Moment(when="2026-11-20", what="合龙"), Moment(when="", what="~"))),
        ),
        Scene(id="s9", says="桥上", shows=Film(footage="clip1", start=1500, sound="under")),
        Scene(id="s10", says="", shows=Closing()),
    ),
)
BOARD = Storyboard(
    article=ARTICLE,
    script=SCRIPT,
    length=90_000,
    music="none",
    voice="cmn+f3",
    files=(("pic1", "pictures/图 1.png"),),
)
