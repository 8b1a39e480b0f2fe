"""Whose words are being said in each scene, as a card: verbatim, only what is heard, with who said it in which role."""

import re
from dataclasses import dataclass, field

from newsreel.documents import Article, Quote, Visual
from newsreel.reporting.candidates import Candidate
from newsreel.reporting.keyline import emphasis
from newsreel.reporting.quotations import Quotation, quotation, speaking
from newsreel.reporting.telling import Beat
from newsreel.sentences import length_of

LONGEST = {"zh": 76, "en": 42}
LEAST = {"zh": 6, "en": 4}  # what is shorter is a word in quotation marks
_marks = re.compile(r"[“”\"「」]")
_end = " ，,。；;"

Card = tuple[int, Quote, str]  # how strongly, what, and why


@dataclass(slots=True)
class Voices:
    """Who has been quoted so far, sentence by sentence."""

    article: Article
    beats: list[Beat]
    speakers: dict[int, tuple[str, str]] = field(default_factory=dict)  # candidate -> who speaks in it

    def card(self, at: int, before: Visual) -> Card | None:
        """The quotation said in this scene; while only its speaker is named, the quotation that was shown before."""
        beat, language = self.beats[at], self.article.language
        if len(beat.told) > 1:
            return None
        one = beat.told[0]
        self.speakers[one.order] = speaking(one.text, language)
        found = _signed(one) or quotation(one.text, language)
        if found is None:
            return None
        who = (found.speaker, found.role) if found.speaker else self.speakers.get(one.order - 1, ("", ""))
        if not who[0]:
            return None
        self.speakers[one.order] = who
        text = max(self._heard(at), key=len, default="")
        if beat.parts == 1 and length_of(text, language) < length_of(found.text, language):
            text = found.text
        if LEAST[language] <= length_of(text, language) <= LONGEST[language]:
            heavy = emphasis(text, language, self.article.headline)
            card = Quote(text=text, speaker=who[0], role=who[1], emphasis=heavy)
            return 92, card, "somebody's own words"
        if not text and isinstance(before, Quote) and at and self.beats[at - 1].told == beat.told:
            return 110, before, "who said it"
        return None

    def _heard(self, at: int) -> list[str]:
        """What of this scene stands in quotation marks; a mark may have been opened in a scene before."""
        beat = self.beats[at]
        opened = False
        for earlier in reversed(self.beats[:at]):
            if earlier.told != beat.told:
                break
            opened ^= len(_marks.findall(earlier.says)) % 2 == 1
        parts = _marks.split(beat.says)
        return [part.strip(_end) for part in parts[0 if opened else 1 :: 2] if part.strip(_end)]


def _signed(one: Candidate) -> Quotation | None:
    """A quotation the article sets apart with its speaker."""
    if not one.speaker:
        return None
    name, _, role = one.speaker.replace("，", ",").partition(",")
    text = re.sub(r"^[^“]*“|”$", "", one.text).rstrip("。")
    return Quotation(text=text, speaker=name.strip(), role=role.strip())
