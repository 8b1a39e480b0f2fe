"""What can go wrong, each said as one sentence an editor can act on.

NewsreelError
├── Refused            the input cannot be used: unreadable, empty, too long, not what it claims to be
├── BadStoryboard      a storyboard file does not say what it should; names the scene and the field
├── BadStyle           a house style or brand file is unknown or malformed; names the file and the field
├── BadSettings        a setting has a value that means nothing; names the setting
├── NoSuchCrew         no installed crew member has that name; names those that are there
├── MissingExtra       a crew member needs a part that is not installed; names the command that installs it
├── CrewFailed         a crew member (model, service, program) let us down      [retry]
├── StageFailed        a piece of the line failed; names the stage, the piece and the reason
│   └── CheckFailed    what a stage made did not pass its checks on the way out
├── MediaFailed        sound or picture could not be decoded, drawn, mixed or encoded
├── StoreFailed        the store cannot be written or read (disk full, no permission)   [retry]
│   ├── NotStored      no artifact of that name is in the store
│   └── Corrupt        an artifact does not match its name; it was set aside and will be made again [retry]
├── LedgerFailed       the ledger of assignments cannot be read or written   [retry]
├── Busy               the line has as much waiting as it may take on; says so and when to come back   [retry]
├── Blocked            a finding blocks the reel; names the finding and how to accept it
└── Cancelled          someone asked for the work to stop
"""


class NewsreelError(Exception):
    """Base of all our errors; `retry` says whether trying again can help, `exit_code` what the command line returns."""

    retry = False
    exit_code = 4


class Refused(NewsreelError):
    """The input cannot be used."""

    exit_code = 3


class BadStoryboard(Refused):
    """A storyboard file does not say what it should."""


class BadStyle(NewsreelError):
    """A house style or brand file is unknown or malformed."""

    exit_code = 2


class BadSettings(NewsreelError):
    """A setting has a value that means nothing."""

    exit_code = 2


class NoSuchCrew(NewsreelError):
    """No installed crew member has that name."""

    exit_code = 2


class MissingExtra(NewsreelError):
    """A crew member needs a part that is not installed."""

    exit_code = 2


class CrewFailed(NewsreelError):
    """A crew member let us down; trying again may help."""

    retry = True


class StageFailed(NewsreelError):
    """A piece of the line failed."""


class CheckFailed(StageFailed):
    """What a stage made did not pass its checks on the way out."""


class MediaFailed(NewsreelError):
    """Sound or picture could not be decoded, drawn, mixed or encoded."""


class StoreFailed(NewsreelError):
    """The store cannot be written or read."""

    retry = True


class NotStored(StoreFailed):
    """No artifact of that name is in the store."""


class Corrupt(StoreFailed):
    """An artifact does not match its name; it was set aside and will be made again."""


class LedgerFailed(NewsreelError):
    """The ledger of assignments cannot be read or written."""

    retry = True


class Busy(NewsreelError):
    """The line has as much waiting as it may take on."""

    retry = True


class Blocked(NewsreelError):
    """A finding blocks the reel."""

    exit_code = 5


class Cancelled(NewsreelError):
    """Someone asked for the work to stop."""
