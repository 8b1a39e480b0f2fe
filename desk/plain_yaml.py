"""Reads YAML as texts, lists and mappings only, and refuses what hostile or careless files bring along.

Every scalar stays the text that was written: `41.60`, `yes` and `12:30` mean what they say.
"""

import dataclasses
import re
import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin, get_type_hints

import yaml

from newsreel.errors import BadStoryboard

LARGEST = 4_000_000  # bytes
DEEPEST = 12


class Fields(dict[str, Any]):
    """A mapping that knows the line of the file it starts on."""

    line: int = 0


def parse(raw: bytes, name: str) -> Any:
    """The value of a YAML file; `name` is what messages call it."""
    if len(raw) > LARGEST:
        raise BadStoryboard(f"{name} is larger than {LARGEST // 1_000_000} MB; a storyboard is a short text file.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadStoryboard(f"{name} is not UTF-8 text (byte {error.start}); save it as UTF-8.") from None
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)
        return _Reader(events, name).document()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BadStoryboard(f"{name}, line {line}: {error.problem or 'this is not YAML'}.") from None
    except yaml.YAMLError:
        raise BadStoryboard(f"{name} holds characters that YAML does not allow; save it as plain UTF-8 text.") from None


class _Reader:
    def __init__(self, events: Iterator[Any], name: str) -> None:
        self._events = events
        self._name = name

    def document(self) -> Any:
        next(self._events)  # the stream starts
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            raise BadStoryboard(f"{self._name} is empty.")
        value = self._value(next(self._events), 0)
        next(self._events)  # the document ends
        if not isinstance(next(self._events), yaml.StreamEndEvent):
            raise BadStoryboard(f"{self._name} holds several documents; keep one and remove the lines '---'.")
        return value

    def _value(self, event: Any, depth: int) -> Any:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self._refusal(event, "references with '&' and '*' are not used in storyboards; write the text out")
        if event.tag is not None and event.tag != "!":
            raise self._refusal(event, f"the tag '{event.tag[:60]}' is not used in storyboards; remove it")
        if depth > DEEPEST:
            raise self._refusal(event, "this is nested too deeply")
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(depth)
        return self._fields(event, depth)

    def _list(self, depth: int) -> list[Any]:
        items = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, depth + 1))
        return items

    def _fields(self, start: Any, depth: int) -> Fields:
        fields = Fields()
        fields.line = start.start_mark.line + 1
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refusal(event, "a field's name must be a word")
            name = self._value(event, depth + 1)
            if name in fields:
                raise self._refusal(event, f"the field '{name[:60]}' is there twice; keep one")
            fields[name] = self._value(next(self._events), depth + 1)
        return fields

    def _refusal(self, event: Any, why: str) -> BadStoryboard:
        return BadStoryboard(f"{self._name}, line {event.start_mark.line + 1}: {why}.")


def fit(kind: Any, value: Any) -> Any:
    """Texts made whole numbers and truths where a document wants them; what does not fit stays, to be refused."""
    origin, inner = get_origin(kind), get_args(kind)
    if isinstance(value, str) and kind is int and re.fullmatch(r"-?\d{1,9}", value):
        return int(value)
    if isinstance(value, str) and kind is bool and value in ("true", "false"):
        return value == "true"
    if origin is tuple and isinstance(value, list):
        return [fit(inner[0], item) for item in value]
    if origin in (Union, types.UnionType):
        tag = value.get("kind") if isinstance(value, dict) else None
        documents = [choice for choice in inner if dataclasses.is_dataclass(choice)]
        fitting = [choice for choice in documents if len(documents) == 1 or _tag(choice) == tag]
        return fit(fitting[0], value) if fitting else value
    if dataclasses.is_dataclass(kind) and isinstance(value, dict):
        hints = get_type_hints(kind)
        return {name: fit(hints[name], item) if name in hints else item for name, item in value.items()}
    return value


def _tag(kind: Any) -> str:
    return next((str(field.default) for field in dataclasses.fields(kind) if field.name == "kind"), "")
