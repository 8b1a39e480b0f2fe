"""How texts are read aloud in Chinese and in English, and that a reading never loses its place in the text."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreel.speech.hanzi import pinyin
from newsreel.speech.pace import estimate
from newsreel.speech.reading import read


def said(text: str, language: str) -> str:
    """All that is said, words apart by a bar, parts of a word by a plus."""
    words = [word for clause in read(text, language).clauses for word in clause.words]
    return "|".join("+".join(part.text for part in word.parts) for word in words)


CHINESE = """
2026年3月1日 = 二零二六|年|三|月|一|日
2026/3/1 = 二零二六年三月一日
2026-03-01 = 二零二六年三月一日
1993年至2003年 = 一九九三|年|至|二零零三|年
2024—2025年 = 二零二四到二零二五|年
2024-2025赛季 = 二零二四到二零二五|赛|季
2026世界杯 = 二零二六|世|界|杯
90年代 = 九十|年|代
80后 = 八零|后
37% = 百分之三十七
3.2% = 百分之三点二
15%-20% = 百分之十五到百分之二十
15～20% = 百分之十五到百分之二十
10%以上 = 百分之十|以|上
1,200人 = 一千二百|人
50万 = 五十|万
2.5万 = 二点五|万
1.5亿元 = 一点五|亿|元
¥1.5亿 = 一点五亿元
¥1.5亿元 = 一点五亿|元
$3.5亿 = 三点五亿美元
€200 = 两百欧元
¥200-300 = 两百到三百元
3～5天 = 三到五|天
3-5级 = 三到五|级
10:30 = 十点三十分
1:30 = 一点三十分
2:05 = 两点零五分
10:00 = 十点
3:1 = 三比一
比分3:1 = 比|分|三比一
以21:15获胜 = 以|二十一比十五|获|胜
3-1 = 三比一
1/2 = 二分之一
3/4 = 四分之三
120km/h = 一百二十公里每小时
35℃ = 三十五摄氏度
-5℃ = 零下五摄氏度
降至-5℃ = 降|至|零下五摄氏度
5kg = 五公斤
25μg/m³ = 二十五微克每立方米
100km² = 一百平方公里
1000平方公里 = 一千|平|方|公|里
8米/秒 = 八|米每秒
第3 = 第|三
第2个 = 第|二|个
2个 = 两|个
2月2日 = 二|月|二|日
2小时 = 两|小|时
22个 = 二十二|个
2万 = 两|万
12000 = 一万二千
100010 = 十万零一十
0.5 = 零点五
007 = 零零七
13812345678 = 幺三八幺二三四五六七八
010-12345678 = 零幺零幺二三四五六七八
拨打110 = 拨|打|幺幺零
GDP = G D P
5G = 五+G
AI = A I
NASA = Nasa
GPT-4 = G P T+四
COVID-19 = Covid+十九
iPhone 15 = eye phone|十五
C919 = C+九幺九
H5N1 = H+五+N+一
歼-20 = 歼|二十
PM2.5 = P M+二点五
２０２６年 = 二零二六|年
玩儿 = 玩|儿
人民😀你好 = 人|民|你|好
"""

ENGLISH = """
37% = thirty-seven percent
3.2 percent = three point two|percent
1,200 people = one thousand two hundred|people
In 2026 = In|twenty twenty-six
In 2005 = In|two thousand and five
2000 people = two thousand|people
March 1, 2026 = March|first|twenty twenty-six
1 March 2026 = first|March|twenty twenty-six
2026-03-01 = March first twenty twenty-six
1:30 = one thirty
10:30 a.m. = ten thirty|A M
10:00 = ten o'clock
10:05 = ten oh five
3:1 = three to one
3-1 = three to one
3-5 days = three to five|days
2019-2024 = twenty nineteen to twenty twenty-four
$1.2 million = one point two million dollars
$1 = one dollar
$3.50 = three dollars and fifty cents
$1.2bn = one point two billion dollars
£20 = twenty pounds
€1.5m = one point five million euros
$3-5 million = three to five million dollars
120 km/h = one hundred and twenty kilometres per hour
35°C = thirty-five degrees Celsius
-5°C = minus five degrees Celsius
5kg = five kilograms
1 km = one kilometre
100 km² = one hundred square kilometres
1st = first
22nd = twenty-second
the 1990s = the|nineteen nineties
'90s = nineties
1/2 = one half
3/4 = three quarters
24/7 = twenty-four seven
call 911 = call|nine one one
555-123-4567 = five five five, one two three, four five six seven
GDP = G D P
NASA = Nasa
U.S. officials = U S|officials
Dr. Smith = doctor|Smith
Mr. Li = mister|Li
at 5 p.m. = at|five|P M
COVID-19 = Covid nineteen
GPT-4 = G P T four
iPhone 15 = eye phone|fifteen
H5N1 = H five N one
A320 = A three twenty
5G = five G
AT&T = A T and T
e.g. rice = for example|rice
No. 5 = number|five
20%-30% = twenty to thirty percent
0.5 = zero point five
1,000,000 = one million
World War II = World|War|two
A man = a|man
plan A = plan|A
Xi Jinping = Shee|Jinping
10-year-old = ten|year old
BREAKING NEWS FROM PARIS = breaking|news|from|paris
"""


def rows(table: str) -> list[tuple[str, str]]:
    return [(text, reading) for text, _, reading in (line.partition(" = ") for line in table.strip().splitlines())]


@pytest.mark.parametrize(("text", "reading"), rows(CHINESE))
def test_chinese_is_read_right(text: str, reading: str) -> None:
    assert said(text, "zh") == reading


@pytest.mark.parametrize(("text", "reading"), rows(ENGLISH))
def test_english_is_read_right(text: str, reading: str) -> None:
    assert said(text, "en") == reading


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("还款", "huan2 kuan3"),
        ("还有", "hai2 you3"),
        ("一行代码", "yi4 hang2 dai4 ma3"),
        ("行为", "xing2 wei2"),
        ("银行行长", "yin2 hang2 hang2 zhang3"),
        ("为一千万", "wei2 yi4 qian1 wan4"),
        ("因为", "yin1 wei4"),
        ("角色", "jue2 se4"),
        ("三角", "san1 jiao3"),
        ("长江", "chang2 jiang1"),
        ("增长", "zeng1 zhang3"),
        ("重庆", "chong2 qing4"),
        ("重要", "zhong4 yao4"),
        ("单县", "shan4 xian4"),
        ("省长单志强", "sheng2 zhang3 shan4 zhi4 qiang2"),
        ("仇和", "qiu2 he2"),
        ("仇恨", "chou2 hen4"),
        ("解缙", "xie4 jin4"),
        ("解决", "jie3 jue2"),
        ("曾国藩", "zeng1 guo2 fan1"),
        ("曾经", "ceng2 jing1"),
        ("任正非", "ren2 zheng4 fei1"),
        ("任务", "ren4 wu4"),
        ("华罗庚", "hua4 luo2 geng1"),
        ("华为", "hua2 wei2"),
        ("居民区的", "ju1 min2 qu1 de5"),
        ("第一名", "di4 yi1 ming2"),
        ("一个", "yi2 ge4"),
        ("一百", "yi4 bai3"),
        ("二零一二", "er4 ling2 yi1 er4"),
        ("不是", "bu2 shi4"),
        ("展览馆", "zhan2 lan2 guan3"),
        ("慢慢地", "man4 man4 de5"),
        ("跑得快", "pao3 de5 kuai4"),
        ("着火", "zhao2 huo3"),
    ],
)
def test_polyphones_and_sandhi_are_settled(text: str, syllables: str) -> None:
    assert " ".join(pinyin(text)) == syllables


def test_every_polyphone_of_the_table_has_a_syllable_for_each_character() -> None:
    from newsreel.speech.hanzi import _phrases

    assert all(len(phrase) == len(syllables) for phrase, syllables in _phrases().items())


ALPHABET = (
    "今天的气温长行重3,.5%%:/-～¥$ 年月日℃kmGPT-4NASA iPhoneé'’&“”，。！？、…—()😀々〇兙Ж"
    + string.ascii_letters[:8]
    + string.digits
)


def known(character: str, doubts: tuple[str, ...]) -> bool:
    """Whether a character may stay unsaid: it is no letter or figure, or the editor is told."""
    return not character.isalnum() or any(character in doubt for doubt in doubts)


@settings(max_examples=150, deadline=None)
@given(text=st.text(st.sampled_from(ALPHABET), max_size=40), language=st.sampled_from(["zh", "en"]))
def test_words_are_verbatim_and_between_them_nothing_is_left_unsaid(text: str, language: str) -> None:
    reading = read(text, language)
    words = [word for clause in reading.clauses for word in clause.words]
    place = 0
    for word in words:
        assert (
            word.at >= place
            and text[word.at : word.at + len(word.text)] == word.text
            and word.text.strip() == word.text
        )
        assert any(part.text for part in word.parts)
        assert all(known(character, reading.doubts) for character in text[place : word.at])
        place = word.at + len(word.text)
    assert all(known(character, reading.doubts) for character in text[place:])


def test_a_script_that_cannot_be_said_is_shown_to_the_editor() -> None:
    reading = read("他说Привет，走了", "zh")
    assert len(reading.doubts) == 1 and "Привет" in reading.doubts[0]


def test_a_full_stop_after_an_abbreviation_does_not_end_the_sentence() -> None:
    assert len(read("Dr. Smith met U.S. officials at 5 p.m. on Friday.", "en").clauses) == 1
    assert len(read("He came at 5 p.m. Then he left.", "en").clauses) == 2


def test_a_thousands_comma_is_no_pause_and_a_comma_is() -> None:
    assert [clause.pause for clause in read("共1,200人，很多。完", "zh").clauses] == [200, 400, 0]


def test_a_clause_without_marks_is_parted_before_it_is_too_long_to_say() -> None:
    clauses = read("我们在这里" * 40, "zh").clauses
    assert max(len(clause.words) for clause in clauses) <= 34
    assert sum(len(clause.words) for clause in clauses) == 200


def test_estimates_keep_the_pace_of_news() -> None:
    chinese = "气象部门今天下午发布暴雨黄色预警，预计未来三天，本市大部分地区将有大到暴雨。"
    english = "The mayor said on Monday that the bridge, closed since March, will reopen next year."
    assert 240 <= 35 * 60_000 / estimate(chinese, "zh") <= 300
    assert 140 <= 15 * 60_000 / estimate(english, "en") <= 175
    assert estimate("37.5%", "zh") > 4 * estimate("天", "zh")
    assert estimate("", "zh") == 0


def test_a_long_run_of_letters_is_read_in_no_time() -> None:
    reading = read("A" * 20_000 + "-" + "a1" * 2_000, "en")
    assert reading.clauses
