"""Bytes as they come to the text they hold: encodings told apart, binary files refused, invisible marks dropped."""

import codecs
import re
import unicodedata

from newsreel.errors import Refused
from newsreel.sentences import HAN

LARGEST = 5_000_000  # bytes of one article file

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF; copy its text into a .txt or .md file"),
    (b"PK\x03\x04", "a Word or zip file; save the article as plain text or HTML"),
    (b"\xd0\xcf\x11\xe0", "an old Word file; save the article as plain text or HTML"),
    (b"{\\rtf", "an RTF file; save the article as plain text or HTML"),
    (b"\xff\xd8\xff", "a picture; put it in a folder with the article and give the folder"),
    (b"\x89PNG", "a picture; put it in a folder with the article and give the folder"),
    (b"GIF8", "a picture; put it in a folder with the article and give the folder"),
    (b"RIFF", "a picture or a sound; put pictures in a folder with the article and give the folder"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
    (b"BZh", "a compressed file; unpack it first"),
    (b"\xfd7zXZ", "a compressed file; unpack it first"),
    (b"\x7fELF", "a program, not an article; give a text, Markdown or HTML file"),
    (b"MZ\x90", "a program, not an article; give a text, Markdown or HTML file"),
    (b"ID3", "a sound, not an article; give a text, Markdown or HTML file"),
    (b"OggS", "a sound, not an article; give a text, Markdown or HTML file"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_declared = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_DECLARED = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "windows-1252": "cp1252",
    "iso-8859-1": "cp1252",
    "utf-16": "utf-16",
}
# The commonest characters of running Chinese, simplified and traditional: they tell a right reading from a wrong one.
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日"
    "于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月"
    "明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化"
    "由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系"
    "這來國個們為時會著過學對後麼沒於還發當開無經頭麼樣現從動兩長將與進實點種聲話兒問機給幾業間電東氣關並產軍萬體別處總場師書員報馬張"
    "難數車應記爾邊該當讓認區縣鄉鎮億圖館務議據稱達約億資訊記者今今週點縣市縣，。、：；！？“”「」（）％《》"
)
_dropped = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_breaks = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_wide = f"{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—"
_soft = re.compile(f"(?<=[{_wide}])[ \\t\\n]*\\n[ \\t\\n]*(?=[{_wide}])")
_space = re.compile("[ \t\n\xa0]+")


def decode(data: bytes, name: str, *, page: bool = False) -> tuple[str, str]:
    """The text of a file, and a note where its encoding had to be guessed; `page` looks for a declared charset."""
    if len(data) > LARGEST:
        raise Refused(f"{name} is larger than {LARGEST // 1_000_000} MB; give the article alone, as text or HTML.")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise Refused(f"{name} is {what}.")
    text, note = _decoded(data, name, page)
    oddities = len(re.findall("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]", text[:20_000]))
    if "\x00" in text or (oddities > 2 and oddities * 50 > min(len(text), 20_000)):
        raise Refused(f"{name} is a binary file, not an article; give a text, Markdown or HTML file.")
    return clean(text), note


def clean(text: str) -> str:
    """The same words in NFC, without control characters, zero-width marks and direction overrides."""
    return unicodedata.normalize("NFC", _dropped.sub("", _breaks.sub("\n", text)))


def flow(text: str) -> str:
    """One line of running text: a line broken between Chinese characters joins without a space."""
    return _space.sub(" ", _soft.sub("", clean(text))).strip()


def shown(name: str) -> str:
    """A file's name, fit to stand in a message."""
    plain = flow(name)
    return plain if len(plain) <= 80 else plain[:40] + "…" + plain[-30:]


def _decoded(data: bytes, name: str, page: bool) -> tuple[str, str]:
    for bom, codec in _BOMS:
        if data.startswith(bom):
            text = _try(data[len(bom) :], codec)
            if text is None:
                raise Refused(f"{name} starts as {codec.upper()} but breaks off inside; save it again as UTF-8.")
            return text, ""
    if b"\x00" in data:
        raise Refused(f"{name} is a binary file, not an article; give a text, Markdown or HTML file.")
    if (text := _try(data, "utf-8")) is not None:
        return text, ""
    if page and (match := _declared.search(data[:4096])):
        codec = _DECLARED.get(match.group(1).decode("ascii").lower(), "")
        if codec and (text := _try(data, codec)) is not None:
            return text, ""
    return _guessed(data, name)


def _guessed(data: bytes, name: str) -> tuple[str, str]:
    high = sum(1 for byte in data if byte > 0x7F)
    tried = [(_likeness(text), label, text) for codec, label in _CHINESE if (text := _try(data, codec)) is not None]
    best = max(tried, key=lambda one: one[0], default=(0, "", ""))
    if best[0] >= 300:
        return best[2], f"{name} was read as {best[1]}; check a few words, and save it as UTF-8 if they look wrong."
    if high * 8 < len(data) and (text := _try(data, "cp1252")) is not None:
        return text, f"{name} was read as Windows-1252; check the accents, and save it as UTF-8 if they look wrong."
    if best[0] >= 80:
        return best[2], f"{name} was read as {best[1]}; check a few words, and save it as UTF-8 if they look wrong."
    raise Refused(f"The encoding of {name} is not one of UTF-8, GB18030 or Big5; save it as UTF-8 and try again.")


_CHINESE = (("gb18030", "GB18030"), ("big5hkscs", "Big5"))


def _likeness(text: str) -> int:
    """How many in a thousand of the characters beyond ASCII are common ones."""
    beyond = [char for char in text[:20_000] if char > "\x7f"]
    return 1000 * sum(1 for char in beyond if char in _COMMON) // max(1, len(beyond))


def _try(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None
