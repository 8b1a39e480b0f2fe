"""Where sentences end, which language a text is, and how long it is."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreel.sentences import language_of, length_of, split

CHINESE = {
    "台风登陆。中心风力达42.3米/秒！你怕吗？": ["台风登陆。", "中心风力达42.3米/秒！", "你怕吗？"],
    "“我们会来。”站长张三说。雨还在下。": ["“我们会来。”站长张三说。", "雨还在下。"],
    "他说：“先走。再看。”李四没有走。": ["他说：“先走。再看。”", "李四没有走。"],
    "他提出“为什么要来？”的问题。没人答。": ["他提出“为什么要来？”的问题。", "没人答。"],
    "《奔跑吧！》上映。票房过亿。": ["《奔跑吧！》上映。", "票房过亿。"],
    "“真的？”王五问，“走吧。”第二天……他回来了。": ["“真的？”王五问，“走吧。”", "第二天……他回来了。"],
    "他走了。（完）": ["他走了。", "（完）"],
    "增长3.5%。Apple 公司说no。": ["增长3.5%。", "Apple 公司说no。"],
    "第一行没有句号\n第二行。": ["第一行没有句号", "第二行。"],
    "「走吧。」他說。「好！」": ["「走吧。」他說。", "「好！」"],
}
ENGLISH = {
    "Mr. Smith of the U.S. Navy arrived at 5 p.m. Monday. It cost $3.5 million.": [
        "Mr. Smith of the U.S. Navy arrived at 5 p.m. Monday.",
        "It cost $3.5 million.",
    ],
    '"We came. We saw. We left," she said. Then it rained.': [
        '"We came. We saw. We left," she said.',
        "Then it rained.",
    ],
    '"Really?" Smith asked. He left.': ['"Really?" Smith asked.', "He left."],
    'The "Why me?" question stays. It is old.': ['The "Why me?" question stays.', "It is old."],
    "He left at 5 p.m. The hall closed.": ["He left at 5 p.m.", "The hall closed."],
    "J. K. Rowling spoke. No. 5 won. He said no. Then he left.": [
        "J. K. Rowling spoke.",
        "No. 5 won.",
        "He said no.",
        "Then he left.",
    ],
    "(She stayed.) They left. See example.com/a.b for more.": [
        "(She stayed.)",
        "They left.",
        "See example.com/a.b for more.",
    ],
    "Prices rose 3.2 percent. 30 people came… and went. Stop! Now?": [
        "Prices rose 3.2 percent.",
        "30 people came… and went.",
        "Stop!",
        "Now?",
    ],
    "“It works.” They cheered. ‘Yes.’ All did.": ["“It works.”", "They cheered.", "‘Yes.’", "All did."],
}


@pytest.mark.parametrize("text", CHINESE)
def test_chinese_ends_at_its_stops_and_keeps_a_quotation_with_its_speaker(text: str) -> None:
    assert split(text, "zh") == CHINESE[text]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_knows_abbreviations_initials_and_quotations(text: str) -> None:
    assert split(text, "en") == ENGLISH[text]


def test_a_very_long_quotation_is_split_inside() -> None:
    text = "“" + "我们从早上一直等到晚上。" * 30 + "”他说。"
    assert len(split(text, "zh")) == 30


pieces = st.sampled_from(
    [*"。！？!?.…“”\"'「」（）()《》 \n，,：:—A说is的3", "U.S.", "Mr. ", "p.m. ", "said ", "......"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces | st.text(max_size=4), max_size=60).map("".join), st.sampled_from(["zh", "en"]))
def test_splitting_loses_no_character_and_settles_at_once(text: str, language: str) -> None:
    sentences = split(text, language)
    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(sentence == sentence.strip() and sentence for sentence in sentences)


@pytest.mark.parametrize("unit", ["a", "。", "(“", "“。”", '"', "U.S. ", "“？”", "a.b.", "A? ", ". " + " " * 400, "……"])
def test_long_texts_take_no_longer_than_their_length(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    started = time.process_time()
    split(text, "zh")
    length_of(text, "en")
    assert time.process_time() - started < 2


def test_the_language_is_the_one_with_more_words() -> None:
    assert language_of("OpenAI 发布了新模型，性能比 GPT 提高了不少") == "zh"
    assert language_of("The word 你好 means hello in Chinese") == "en"
    assert language_of("12345") == "en"


def test_length_counts_characters_words_and_figures() -> None:
    assert length_of("全县降雪12.4毫米。", "zh") == 7
    assert length_of("It's a well-known fact: 12.4 mm fell.", "en") == 7


@given(st.text(max_size=200))
def test_length_grows_with_the_text(text: str) -> None:
    assert length_of(text + " word", "en") > length_of(text, "en") or re.search(r"\w$", text)
