"""How long a text takes to say, pauses counted, before anyone has spoken it."""

import re

SYLLABLE = 190  # milliseconds; with the pauses of ordinary prose this makes about 260 characters a minute
WORD = 330  # and this about 155 words a minute
COMMA, SENTENCE = 200, 400
_PIECES = re.compile(r"[\u3400-\u9fff]|[A-Za-z]+(?:['’][a-z]+)?|\d|[%％℃]|[，、；：,;:—]+|[。！？!?…]+|\.(?=\s|$)")


def estimate(text: str, language: str) -> int:
    """Milliseconds it takes to say a text in "zh" or "en", with the pauses inside it."""
    unit = SYLLABLE if language.startswith("zh") else WORD
    total = pause = 0
    for piece in _PIECES.findall(text):
        if piece[0] in "，、；：,;:—。！？!?….":
            pause = SENTENCE if piece[0] in "。！？!?…." else COMMA
            continue
        total += pause + _weight(piece, language) * unit
        pause = 0
    return total


def _weight(piece: str, language: str) -> int:
    if piece in "%％℃":
        return 3 if language.startswith("zh") else 1
    if piece.isascii() and piece.isalpha() and language.startswith("zh"):
        return len(piece) if piece.isupper() else max(1, len(piece) // 3)
    return 1
