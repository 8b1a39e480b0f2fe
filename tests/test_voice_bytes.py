"""The same words give the same bytes at any hour, in any process, whatever lies in memory."""

import os
import subprocess
import sys
import time

import pytest

CODE = """
import sys
from pathlib import Path
from newsreel.bench import Bench
from newsreel.documents import Line
from newsreel.hiring import hire
from newsreel.store import Folder
bench = Bench(Folder(Path(sys.argv[1])))
print(hire("voice", "espeak").speak(Line(text=sys.argv[2], language=sys.argv[3]), bench).sound.digest)
"""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("渔船比预报早回港9小时，阵风达到42.3米每秒。", "zh"),
        ("The council voted 7-4 to pass a $12.5 million plan.", "en"),
    ],
)
def test_a_line_sounds_the_same_at_another_second_in_another_memory(tmp_path, text, language):
    def speak(fill: str) -> str:
        env = os.environ | {"MALLOC_PERTURB_": fill}
        command = [sys.executable, "-c", CODE, str(tmp_path), text, language]
        return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout

    first = speak("0")
    time.sleep(1.1)
    assert speak("85") == first
