"""How a storyboard file is written: plain words where YAML allows, literal blocks for what is said, a guide on top."""

import re
import textwrap
from typing import Any

import yaml

_safe_in_flow = re.compile(r"[A-Za-z][\w.-]*")

GUIDE = {
    "zh": """\
# 分镜稿。改完后运行：  newsreel render {name}
#
# says    这一镜说的话，字幕与它一字不差。可以改写、删减、拆成两镜。
# shows   画面。先写 kind，再写画面上的字：
#           headline (title, dek, picture)      标题      statement (text, emphasis, picture)  一句话
#           photo (picture, caption)            照片      quote (text, speaker, role)          引语
#           number (value, unit, label, note)   数字      bars (title, unit, bars)             柱状图
#           list (title, items)                 要点      timeline (title, moments)            时间线
#           film (footage, start, sound)        影片      closing (title, source, byline)            片尾
#         只写 statement、photo 或 closing 一个词，其余自动补全。
# sources 出自原文哪几句，编号见文末 article。改了说法，请同时核对出处。
# 每一镜的 id 不要重复；镜头可以调换顺序、删除、增加。turn: true 表示由此转折，加转场。
# 换图：在文末 pictures 里改 file，并删去该图的 sha256。加图：照样添一条，写 id 和 file。
# length 15s 到 180s；mood 可选 calm urgent bright sombre；music 另可写 auto、none 或音乐文件。

""",
    "en": """\
# A storyboard. When you have edited it:  newsreel render {name}
#
# says    what is spoken; the captions show exactly this. Rewrite it, shorten it, split it into two scenes.
# shows   what is seen: its kind first, then the words on screen:
#           headline (title, dek, picture)      statement (text, emphasis, picture)   photo (picture, caption)
#           quote (text, speaker, role)         number (value, unit, label, note)     bars (title, unit, bars)
#           list (title, items)                 timeline (title, moments)             film (footage, start, sound)
#           closing (title, source, byline)
#         The single words statement, photo and closing fill in the rest themselves.
# sources the sentences of the article this comes from; their ids stand at the end. Check them when you rewrite.
# Every id is there once. Scenes may be moved, removed and added. turn: true starts a new chapter with a transition.
# To swap a picture, change its file under pictures at the end and remove its sha256. To add one, give an id and a file.
# length is 15s to 180s; mood is calm, urgent, bright or sombre; music may also be auto, none or a sound file.

""",
}


def guide(language: str, name: str) -> str:
    """How to edit the file, in the language of the narration."""
    return GUIDE["zh" if language == "zh" else "en"].format(name=name)


def block(value: Any, indent: int) -> str:
    """Plain values as a block of YAML, moved in by some spaces."""
    text = yaml.dump(value, Dumper=_Ink, sort_keys=False, allow_unicode=True, width=1_000_000, default_flow_style=False)
    return textwrap.indent(text, " " * indent)


def scalar(text: str, flow: bool = False) -> str:
    """One text on one line."""
    if flow and _safe_in_flow.fullmatch(text) and text not in ("yes", "no", "on", "off", "null", "true", "false"):
        return text
    style = '"' if flow or not text.isprintable() else None
    made = yaml.dump(text, Dumper=yaml.SafeDumper, allow_unicode=True, width=1_000_000, default_style=style)
    return str(made).removesuffix("...\n").strip("\n")


class _Ink(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)  # lists stand in from the field they belong to

    def text(self, value: str) -> yaml.ScalarNode:
        """Long texts and those with marks YAML reads stand in a literal block, where nothing needs quoting."""
        odd = not value.replace("\n", "").isprintable() or any(line != line.strip() for line in value.split("\n"))
        odd = odd or value != value.strip()
        literal = "\n" in value or (len(value) > 30 and not _stays_plain(value))
        style = '"' if odd else "|" if literal else None
        return self.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    def fields(self, value: dict[str, Any]) -> yaml.MappingNode:
        node = self.represent_mapping("tag:yaml.org,2002:map", value.items())
        for key, item in node.value:
            if key.value == "rows":
                for row in item.value:
                    row.flow_style = True
            if key.value == "says" and item.value.isprintable() and item.value:
                item.style = "|"
        return node


def _stays_plain(value: str) -> bool:
    return scalar(value) == value


_Ink.add_representer(str, _Ink.text)
_Ink.add_representer(dict, _Ink.fields)
