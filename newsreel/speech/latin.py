"""How words in Latin letters are said: abbreviations letter by letter or as a word, brand names, Chinese names."""

import re

# Capitals that are said as a word; every other run of capitals is spelled.
WORDS = frozenset(
    "NASA NATO UNESCO UNICEF OPEC FIFA UEFA ASEAN COVID SARS MERS AIDS NAFTA BRICS LASER RADAR LIDAR SWAT OPPO VIVO "
    "INTEL IKEA VISA SONY NOAA DARPA SPAC NASDAQ PISA TOEFL RAM ROM PIN SIM CAD WIPO ESA APEC AUKUS FEMA "
    "OSHA SCUBA JPEG LORA YOLO DRAM HIMARS THAAD ICANN FOMO MERCOSUR EBITDA COMAC ROSATOM ISRO SIPRI".split()
) - {"ESA"}

# How a few names are said where their letters mislead.
SAID = {
    "iPhone": "eye phone", "iPad": "eye pad", "iOS": "eye O S", "macOS": "mack O S", "eBay": "ee bay",
    "IPO": "I P O", "JPEG": "jay peg", "Wi-Fi": "why fie", "WiFi": "why fie", "wifi": "why fie", "Wifi": "why fie",
    "www": "W W W",
    "MERS": "murz", "NOAA": "Noah", "NASDAQ": "Nazdack", "DeepSeek": "deep seek", "ChatGPT": "chat G P T",
    "PhD": "P H D", "vs": "versus", "vs.": "versus", "etc.": "et cetera", "etc": "et cetera", "e.g.": "for example",
    "i.e.": "that is", "Dr.": "doctor", "Mr.": "mister", "Mrs.": "missus", "Ms.": "miz", "Prof.": "professor",
    "Gov.": "governor", "Sen.": "senator", "Rep.": "representative", "Gen.": "general", "Lt.": "lieutenant",
    "Col.": "colonel", "Capt.": "captain", "Sgt.": "sergeant", "Rev.": "reverend", "Jr.": "junior", "Sr.": "senior",
    "St.": "saint", "Mt.": "mount", "Inc.": "incorporated", "Corp.": "corporation", "Ltd.": "limited",
    "Co.": "company", "approx.": "approximately", "No.": "number", "Jan.": "January", "Feb.": "February",
    "Mar.": "March", "Apr.": "April", "Aug.": "August", "Sept.": "September", "Sep.": "September", "Oct.": "October",
    "Nov.": "November", "Dec.": "December", "II": "two", "III": "three", "USA": "U S A", "EUV": "E U V",
}  # fmt: skip

_DOTTED = "|".join(re.escape(name) for name in sorted(SAID, key=len, reverse=True) if name.endswith("."))
# U.S. and a.m.; then the listed ones; then words with apostrophes, ampersands and hyphens inside
ABBREVIATION = re.compile(rf"(?<![A-Za-z])(?:(?:[A-Za-z]\.){{2,}}|(?:{_DOTTED})(?=\s|$|,))")
LETTERS = r"A-Za-zÀ-ÖØ-öø-ÿĀ-ž"
WORD = re.compile(rf"[{LETTERS}]+(?:[’'&\-‐‑][{LETTERS}]+)*(?:[’'](?![{LETTERS}]))?")
_CAMEL = re.compile(rf"[A-Z]+(?![a-zß-ÿ])|[{LETTERS}][a-zß-ÿ’']*")
_SYLLABLE = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:i?ang|i?ong|i?ao|uang|u?ai|u?an|ian|eng|ing|ei|en|er|ou|iu|ie|ia|"
    r"ue|ui|uo|un|in|ua|[aoeiuü]))"
)
_PINYIN = re.compile(rf"{_SYLLABLE}{{1,3}}", re.IGNORECASE)
_TELLING = re.compile(r"^(?:x|zh|q)|(?<=[aeioung])(?:x|zh|q)(?=[iau])", re.IGNORECASE)
_SOUNDS = (("zh", "j"), ("x", "sh"), ("q", "ch"))


def say(word: str, shouted: bool = False) -> str:
    """A word as an English voice should be given it; single capitals apart from each other are letters' names.

    `shouted` says that the whole text is in capitals, so that capitals mean nothing.
    """
    if word in SAID:
        return SAID[word]
    if "." in word:
        return " ".join(letter.upper() for letter in word if letter != ".")
    if "&" in word:
        return " and ".join(say(half) for half in word.split("&"))
    if re.search("[-‐‑]", word):
        return " ".join(say(half, shouted) for half in re.split("[-‐‑]", word) if half)
    if shouted and len(word) > 3:
        return word.lower()
    return " ".join(_piece(piece) for piece in _pieces(word))


def letters(word: str) -> str:
    """The names of a word's letters, as single capitals apart from each other."""
    return " ".join(word.upper())


def _pieces(word: str) -> list[str]:
    word = word.replace("’", "'").rstrip("'")
    if re.match(r"Ma?c[A-Z]", word):  # McDonald
        return [word]
    if match := re.fullmatch(r"([A-Z]{2,})('?s)", word):  # GPUs, NASA's
        return [match[0]]
    if word.isupper() or not re.search(r"[a-zß-ÿ][A-Z]|[A-Z]{2}", word):
        return [word]
    return _CAMEL.findall(word) or [word]


def _piece(piece: str) -> str:
    body, tail = (piece[: -len(end)], end) if (end := _plural(piece)) else (piece, "")
    if body in WORDS or body in SAID:
        return SAID.get(body, body.capitalize()) + tail
    if body.isupper() and body.isascii() and 1 < len(body) <= 6:
        return letters(body) + ("'s" if tail else "")
    if _is_chinese_name(piece):
        return _anglicised(piece)
    return piece.lower().capitalize() if piece.isupper() and len(piece) > 1 else piece


def _plural(piece: str) -> str:
    match = re.fullmatch(r"[A-Z]{2,}('?s)", piece)
    return match[1] if match else ""


def _is_chinese_name(word: str) -> bool:
    """Xi, Zhang, Qingdao: a capitalised word that is pinyin throughout and has a letter English reads otherwise."""
    return word[:1].isupper() and bool(_TELLING.search(word)) and bool(_PINYIN.fullmatch(word))


def _anglicised(name: str) -> str:
    said = name.lower()
    for pinyin, sound in _SOUNDS:
        said = said.replace(pinyin, sound)
    said = re.sub(r"i$", "ee", said)
    return said.capitalize()
