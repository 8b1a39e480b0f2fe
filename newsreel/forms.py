"""The one JSON form of a document and the one digest of it; reading back refuses anything else.

A form carries the document's name and version. Unknown or missing fields and wrong types name the place.
"""

import dataclasses
import hashlib
import json
import types
from fractions import Fraction
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

VERSION = 1
T = TypeVar("T")


class BadForm(ValueError):
    """A value is not the document it should be; the message names the place."""


def to_plain(value: Any) -> Any:
    """A document as dicts, lists, strings, whole numbers and booleans."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, Fraction):
        return str(value)
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"a document may not hold a {type(value).__name__}")


def to_json(document: Any) -> bytes:
    """The one JSON form: sorted keys, no spaces, name and version first to be checked."""
    form = {"document": type(document).__name__, "version": VERSION, "body": to_plain(document)}
    return json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def from_json(kind: type[T], text: bytes | str) -> T:
    """Read a document back."""
    try:
        form = json.loads(text)
        name, version, body = form["document"], form["version"], form["body"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadForm(f"not a document: {error}") from None
    if name != kind.__name__ or version != VERSION:
        raise BadForm(f"a {kind.__name__} of version {VERSION} was wanted, this is a {name} of version {version}")
    return from_plain(kind, body)


def from_plain(kind: type[T], value: Any, where: str = "") -> T:
    """Build a document from plain values; `where` names the place in messages."""
    return cast(T, _build(kind, value, where or kind.__name__))


def digest(*parts: Any) -> str:
    """One digest of several parts, each kept apart from the next: bytes, texts, or documents by their form."""
    total = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode() if isinstance(part, str) else _plain_json(part)
        total.update(len(raw).to_bytes(8, "big"))
        total.update(raw)
    return total.hexdigest()


def _plain_json(value: Any) -> bytes:
    if dataclasses.is_dataclass(value):
        return to_json(value)
    return json.dumps(to_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(kind: Any, value: Any, where: str) -> Any:
    origin = get_origin(kind)
    if dataclasses.is_dataclass(kind):
        return _build_document(cast(type, kind), value, where)
    if origin in (Union, types.UnionType):
        return _build_union(get_args(kind), value, where)
    if origin is tuple:
        return _build_tuple(get_args(kind), value, where)
    if origin is Literal:
        if value not in get_args(kind):
            raise BadForm(f"{where}: '{value}' is not one of {', '.join(map(str, get_args(kind)))}")
        return value
    if kind is Fraction:
        try:
            return Fraction(value)
        except (ValueError, TypeError, ZeroDivisionError):
            raise BadForm(f"{where}: '{value}' is not a fraction") from None
    if kind in (str, int, bool, type(None)):
        if type(value) is not kind:
            raise BadForm(f"{where}: {_word(kind)} was wanted, this is {value!r:.60}")
        return value
    raise TypeError(f"{where}: documents may not hold {kind}")


def _build_document(kind: type, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise BadForm(f"{where}: fields were wanted, this is {value!r:.60}")
    known = {f.name: f for f in dataclasses.fields(kind)}
    if strange := [name for name in value if name not in known]:
        raise BadForm(f"{where}: no field is called '{strange[0]}'; the fields are {', '.join(known)}")
    required = dataclasses.MISSING
    for name, f in known.items():
        if name not in value and f.default is required and f.default_factory is required:
            raise BadForm(f"{where}: the field '{name}' is missing")
    hints = _hints(kind)
    return kind(**{name: _build(hints[name], value[name], f"{where}.{name}") for name in known if name in value})


def _build_union(choices: tuple[Any, ...], value: Any, where: str) -> Any:
    if value is None and type(None) in choices:
        return None
    documents = [choice for choice in choices if dataclasses.is_dataclass(choice)]
    if len(documents) == 1:
        return _build(documents[0], value, where)
    tags = {get_args(_hints(cast(type, choice))["kind"])[0]: choice for choice in documents}
    tag = value.get("kind") if isinstance(value, dict) else None
    if tag not in tags:
        raise BadForm(f"{where}: the kind '{tag}' is not one of {', '.join(tags)}")
    return _build(tags[tag], value, where)


def _build_tuple(items: tuple[Any, ...], value: Any, where: str) -> Any:
    if not isinstance(value, list | tuple):
        raise BadForm(f"{where}: a list was wanted, this is {value!r:.60}")
    if len(items) == 2 and items[1] is Ellipsis:
        return tuple(_build(items[0], item, f"{where}[{n}]") for n, item in enumerate(value))
    if len(items) != len(value):
        raise BadForm(f"{where}: {len(items)} values were wanted, these are {len(value)}")
    return tuple(_build(kind, item, f"{where}[{n}]") for n, (kind, item) in enumerate(zip(items, value, strict=True)))


def _word(kind: Any) -> str:
    return {str: "a text", int: "a whole number", bool: "true or false"}.get(kind, "nothing")
