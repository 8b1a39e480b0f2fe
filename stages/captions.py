"""Captions: what is said, cut into lines and cues that read well and never run ahead of the voice.

Widths are counted in full-width characters (a Latin letter is about half of one). Breaks are chosen together, by cost:
after punctuation is cheap, inside a word or a figure with its unit is forbidden, one line beats two.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from newsreel.documents import Caption, Word
from newsreel.phrasing import Joint, joints

LINE = {"zh": 16, "en": 42}  # what one line may hold at most, in characters of the language
SHORTEST, LONGEST = 833, 7000  # milliseconds a cue stays
LINGER = 400  # milliseconds a cue may outstay its last word
CLOSE = 300  # gaps shorter than this are closed: a flicker between cues disturbs
QUIET = "，。、；：,;"  # not kept at the end of a line
HANGING = "，。、；：？！）》」』”’…,.;:?!)%"


@dataclass(frozen=True, slots=True)
class Piece:
    """A word with the punctuation that follows it, and how well a line may end after it."""

    text: str
    word: Word
    lead: str  # punctuation before the word that belongs to it
    joint: Joint


def captions(
    says: str, words: tuple[Word, ...], language: str, room: float, *, start: int, end: int
) -> tuple[Caption, ...]:
    """The cues of one scene. `room` is how many full-width characters fit one line; `start` is when the take begins."""
    if not words:
        return ()
    pieces = _pieces(says, words, language)
    limit = min(room, LINE[language] if language == "zh" else LINE["en"] / 2)
    cues = _cues(pieces, limit)
    made = [_caption(cue, start) for cue in cues]
    return _timed(made, end)


def _pieces(says: str, words: tuple[Word, ...], language: str) -> list[Piece]:
    """Words with what stands around them: closing marks go to the word before, opening marks to the word after."""
    found: list[Piece] = []
    ends = joints(says, language)
    lead = says[: words[0].at].strip()
    for number, word in enumerate(words):
        stop = words[number + 1].at if number + 1 < len(words) else len(says)
        between = says[word.at + len(word.text) : stop]
        cut = next((i for i, c in enumerate(between) if c in "（《「『“‘(" or (c in "\"'" and i > 0)), len(between))
        tail, following = between[:cut], between[cut:]
        found.append(Piece(text=lead + word.text + tail, word=word, lead=lead, joint=ends[stop - len(following) - 1]))
        lead = following
    return found


def _cues(pieces: list[Piece], limit: float) -> list[list[list[Piece]]]:
    """The cheapest way to cut pieces into cues of one or two lines."""
    count = len(pieces)

    @cache
    def best(first: int) -> tuple[float, tuple[tuple[int, ...], ...]]:
        if first == count:
            return 0.0, ()
        choices = []
        for last in range(first + 1, count + 1):
            if _width(pieces[first:last]) > 2.2 * limit and last > first + 1:
                break
            for lines in _lines(pieces, first, last, limit):
                rest_cost, rest = best(last)
                choices.append((_cost(pieces, lines, limit, last == count) + rest_cost, (lines, *rest)))
        return min(choices, key=lambda choice: choice[0])

    for start in range(count - 1, -1, -24):
        best(start)  # from the back, so that a long text does not recurse deeply
    return [
        [pieces[a:b] for a, b in pairwise(lines)] for lines in best(0)[1]
    ]  # fmt: skip


def _lines(pieces: list[Piece], first: int, last: int, limit: float) -> list[tuple[int, ...]]:
    """The ways to set pieces in at most two lines that hold them; one too long for any line stands alone."""
    if _width(pieces[first:last]) <= limit:
        return [(first, last)]
    ways: list[tuple[int, ...]] = [
        (first, middle, last)
        for middle in range(first + 1, last)
        if _width(pieces[first:middle]) <= limit and _width(pieces[middle:last]) <= limit
    ]
    return ways or ([(first, last)] if last == first + 1 else [])


def _cost(pieces: list[Piece], lines: tuple[int, ...], limit: float, final: bool) -> float:
    first, last = lines[0], lines[-1]
    spoken = pieces[last - 1].word.end - pieces[first].word.start
    cost = 1.0
    if not final:
        cost += pieces[last - 1].joint.cost
    if len(lines) == 3:
        cost += 0.9 + 0.8 * pieces[lines[1] - 1].joint.cost
        upper, lower = (_width(pieces[a:b]) for a, b in pairwise(lines))
        cost += 1.5 * abs(upper - lower) / limit
    if spoken < SHORTEST:
        cost += 2.5 * (SHORTEST - spoken) / SHORTEST
    if spoken > LONGEST:
        cost += 4
    if _width(pieces[first:last]) < 3:
        cost += 1
    return cost


def _width(pieces: list[Piece]) -> float:
    return width("".join(piece.text for piece in pieces).rstrip(QUIET + " "))


def width(text: str) -> float:
    """How wide a text is, in full-width characters."""
    wide = sum(1 for c in text if unicodedata.east_asian_width(c) in "WF")
    return wide + 0.55 * (len(text) - wide)


def _caption(lines: list[list[Piece]], start: int) -> Caption:
    texts: list[str] = []
    words: list[Word] = []
    offset = 0
    for line in lines:
        text = "".join(piece.text for piece in line)
        at = 0
        for piece in line:
            word = piece.word
            place = offset + at + len(piece.lead)
            words.append(Word(text=word.text, start=start + word.start, end=start + word.end, at=place))
            at += len(piece.text)
        quiet = text.rstrip(QUIET + " ") if any(c not in QUIET for c in text.strip()) else text
        texts.append(quiet)
        offset += len(quiet)
    return Caption(start=words[0].start, end=words[-1].end, lines=tuple(texts), words=tuple(words))


def _timed(cues: list[Caption], end: int) -> tuple[Caption, ...]:
    """Each cue starts with its first word and lingers a little, but never into the next or past the scene."""
    timed = []
    for number, cue in enumerate(cues):
        following = cues[number + 1].start if number + 1 < len(cues) else end
        stop = min(following, max(cue.end + LINGER, cue.start + SHORTEST))
        if following - stop < CLOSE:
            stop = following
        timed.append(Caption(start=cue.start, end=max(stop, cue.start + 1), lines=cue.lines, words=cue.words))
    return tuple(timed)
