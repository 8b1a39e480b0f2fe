"""The job: one article to be made into reels, and all that was asked for."""

from dataclasses import dataclass
from fractions import Fraction

from newsreel.documents.copy import Article, Clipping, Digest, Picture
from newsreel.documents.film import Encoding, Size
from newsreel.documents.script import Scene, Script


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A file of a house style, by name and contents, so that an edited template is a new look."""

    name: str
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A named value of a look: a colour, a font, a name."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A house style with a brand laid over it."""

    style: str
    tokens: tuple[Token, ...]  # "ground" "#0B1422", "accent" ..., "face" "Noto Sans SC", sorted by name
    templates: tuple[Template, ...]  # sorted by name
    brand: str = ""  # the name shown; empty: the article's source
    logo: Digest = ""  # PNG in the store
    fonts: tuple[Template, ...] = ()  # fonts the brand brings along, in the store

    def token(self, name: str, default: str = "") -> str:
        """One token's value."""
        return next((token.value for token in self.tokens if token.name == name), default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """What every card of one article may carry: who publishes, when, about what."""

    language: str
    source: str = ""
    section: str = ""
    byline: str = ""
    published: str = ""
    headline: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commission:
    """What an artist is asked for: one scene in one size, and all it may use."""

    scene: Scene
    picture: Picture | None
    size: Size
    look: Look
    masthead: Masthead
    footage: Clipping | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a writer is asked for."""

    language: str  # of the narration
    length: int  # milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a voice is asked for: the words of one scene."""

    text: str
    language: str
    voice: str = ""  # a voice of that crew member; empty: its default for the language
    retake: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One scene as the composer hears it."""

    start: int  # milliseconds
    length: int
    kind: str  # what the scene shows
    turn: bool
    speech: tuple[tuple[int, int], ...]  # when someone speaks: (start, end), from the start of the reel


@dataclass(frozen=True, slots=True, kw_only=True)
class Bed:
    """What a composer is asked for."""

    mood: str
    length: int
    passages: tuple[Passage, ...]
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Who does the work: a crew member's name for each role, with `:model` where it has several."""

    writer: str = "extract"
    artist: str = "cards"
    voice: str = "espeak"
    composer: str = "band"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """The job, whole and hashable."""

    article: Article
    look: Look
    crew: Crew = Crew()
    sizes: tuple[Size, ...] = (Size(width=1080, height=1920),)
    rate: Fraction = Fraction(30)
    length: int = 60_000
    language: str = ""  # of the narration; empty: the article's
    encoding: Encoding = Encoding()
    music: str = "auto"  # a mood, "auto", "none", or "file:" and a digest
    loudness: str = "auto"  # the name of a loudness profile; auto: by language
    voice: str = ""
    script: Script | None = None  # an editor's script: the writer is not asked
    retakes: tuple[tuple[str, int], ...] = ()  # scene id, how many times asked again

    @property
    def narration(self) -> str:
        """The language that is spoken."""
        return self.language or self.article.language
