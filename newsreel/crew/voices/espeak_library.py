"""The espeak-ng library through ctypes: one utterance in, samples out, and the moment each stretch of text begins.

Its state carries over from one utterance to the next, so that a text would not sound the same twice in one process. It
is therefore loaded afresh for every recital (14 ms) and unloaded afterwards. It is not safe in threads: one at a time.
"""

import _ctypes
import ctypes as c
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from newsreel.errors import CrewFailed, MissingExtra

RATE = 22_050
WORD, PHONEME = 1, 7  # kinds of events
_SYNCHRONOUS, _PHONEME_EVENTS = 2, 1
_NO_EXIT = 0x8000  # come back with an error instead of ending the process
_UTF8, _PHONEMES, _END_PAUSE = 1, 0x100, 0x1000
_PARAMETERS = {"rate": 1, "volume": 2, "pitch": 3, "range": 4}
_one_at_a_time = threading.Lock()

Samples = npt.NDArray[np.int16]


class _Id(c.Union):
    _fields_ = (("number", c.c_int), ("name", c.c_char_p), ("string", c.c_char * 8))


class _Event(c.Structure):
    _fields_ = (
        ("type", c.c_int),
        ("unique_identifier", c.c_uint),
        ("text_position", c.c_int),
        ("length", c.c_int),
        ("audio_position", c.c_int),
        ("sample", c.c_int),
        ("user_data", c.c_void_p),
        ("id", _Id),
    )


_CALLBACK = c.CFUNCTYPE(c.c_int, c.POINTER(c.c_short), c.c_int, c.POINTER(_Event))


@dataclass(frozen=True, slots=True)
class Manner:
    """A voice and how it speaks."""

    voice: str
    rate: int
    pitch: int = 50
    range: int = 50
    volume: int = 78  # at 100 single samples reach full scale


@dataclass(frozen=True, slots=True)
class Event:
    """A word or a sound begins: its kind, its sample, and where its text stands (from zero)."""

    kind: int
    sample: int
    at: int
    heard: bool  # something sounds; a pause does not


class Library:
    """The library, loaded for as long as the `with` lasts."""

    def __enter__(self) -> "Library":
        _one_at_a_time.acquire()
        try:
            self._load()
        except BaseException:
            _one_at_a_time.release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._lib.espeak_Terminate()
            _unload(self._lib)
        finally:
            _one_at_a_time.release()

    def _load(self) -> None:
        place, data = whereabouts()
        try:
            self._lib: Any = c.CDLL(str(place))
        except OSError as error:
            raise CrewFailed(f"The voice espeak cannot be loaded ({error}); install espeakng-loader again.") from None
        rate = self._lib.espeak_Initialize(_SYNCHRONOUS, 0, str(data).encode(), _NO_EXIT | _PHONEME_EVENTS)
        if rate != RATE:
            raise CrewFailed(f"The voice espeak does not start (it answered {rate}); install espeakng-loader again.")
        self._lib.espeak_ng_SetRandSeed(c.c_long(1))  # it seeds its breath from the clock, to the second
        self._samples: list[Samples] = []
        self._events: list[Event] = []
        self._callback = _CALLBACK(self._on_sound)
        self._lib.espeak_SetSynthCallback(self._callback)

    def _on_sound(self, wave: Any, count: int, events: Any) -> int:
        if wave and count > 0:
            self._samples.append(np.ctypeslib.as_array(wave, (count,)).copy())
        place = 0
        while events[place].type:
            event = events[place]
            heard = event.type == PHONEME and _sounds(bytes(event.id.string))
            if event.type in (WORD, PHONEME):
                self._events.append(Event(event.type, event.sample, event.text_position - 1, heard))
            place += 1
        return 0

    def say(self, text: str, manner: Manner) -> tuple[Samples, list[Event]]:
        """Speak a text; phonemes may stand in it between double brackets."""
        self._samples, self._events = [], []
        if self._lib.espeak_SetVoiceByName(manner.voice.encode()) != 0:
            raise CrewFailed(f"The voice espeak has no voice '{manner.voice}'; leave the voice empty for the default.")
        for name, number in _PARAMETERS.items():
            self._lib.espeak_SetParameter(number, getattr(manner, name), 0)
        raw = text.encode() + b"\0"
        flags = _UTF8 | _END_PAUSE | (_PHONEMES if "[[" in text else 0)
        status = self._lib.espeak_Synth(raw, len(raw), 0, 1, 0, flags, None, None)
        self._lib.espeak_Synchronize()
        if status:
            raise CrewFailed(f"The voice espeak gave up on '{text[:40]}' (it answered {status}); try again.")
        samples = np.concatenate(self._samples) if self._samples else np.zeros(0, np.int16)
        return samples, self._events


def whereabouts() -> tuple[Path, Path]:
    """Where the library and its data lie."""
    try:
        import espeakng_loader
    except ImportError:
        raise MissingExtra(
            "The voice espeak needs espeakng-loader; get it with: pip install espeakng-loader."
        ) from None
    return Path(espeakng_loader.get_library_path()), Path(espeakng_loader.get_data_path())


def variants() -> dict[str, str]:
    """The voice variants that come with the library, by name in lower case."""
    return {file.name.lower(): file.name for file in sorted((whereabouts()[1] / "voices" / "!v").glob("*"))}


def _sounds(name: bytes) -> bool:
    """Whether a phoneme is heard: pauses begin with an underscore, a change of language stands in brackets."""
    return name[:1] not in (b"\0", b"", b"_", b"(")


def _unload(lib: Any) -> None:
    if hasattr(_ctypes, "dlclose"):
        _ctypes.dlclose(lib._handle)
    else:
        _ctypes.FreeLibrary(lib._handle)  # type: ignore[attr-defined]
