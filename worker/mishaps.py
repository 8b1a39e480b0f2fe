"""What becomes of a piece that failed: the code of its error, and how long to rest before another try."""

from newsreel.errors import (
    BadSettings,
    BadStyle,
    Blocked,
    CrewFailed,
    LedgerFailed,
    MediaFailed,
    MissingExtra,
    NewsreelError,
    NoSuchCrew,
    Refused,
    StageFailed,
    StoreFailed,
)

CODES: tuple[tuple[type[NewsreelError], str], ...] = (
    (Refused, "E_INPUT"),
    (BadStyle, "E_INPUT"),
    (Blocked, "E_BLOCKED"),
    (NoSuchCrew, "E_CREW_MISSING"),
    (MissingExtra, "E_CREW_MISSING"),
    (CrewFailed, "E_CREW"),
    (MediaFailed, "E_MEDIA"),
    (StageFailed, "E_STAGE"),
    (StoreFailed, "E_STORE"),
    (LedgerFailed, "E_LEDGER"),
    (BadSettings, "E_SETTINGS"),
)
LONGEST_REST = 300_000


def code(error: NewsreelError) -> str:
    """The code of an error."""
    return next((code for kind, code in CODES if isinstance(error, kind)), "E_UNKNOWN")


def rest(first: int, attempt: int) -> int:
    """How long to rest after an attempt, in milliseconds: twice as long after each."""
    return int(min(first << min(attempt - 1, 16), LONGEST_REST))


def environmental(error: NewsreelError) -> bool:
    """Whether the fault lies with the machine and not with the piece: a full disk uses up nobody's attempts."""
    return type(error) is StoreFailed
