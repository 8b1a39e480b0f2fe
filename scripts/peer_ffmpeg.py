"""The bench's film as one ffmpeg graph: zoompan for the camera, libass for the captions, x264 once."""

import json
import subprocess
import sys
from pathlib import Path

import imageio_ffmpeg

place = Path(sys.argv[1])
film = json.loads((place / "film.json").read_text("utf-8"))
rate, size = film["rate"], f"{film['width']}x{film['height']}"


def clock(ms: float) -> str:
    """A moment as ASS writes it."""
    return f"{int(ms // 3_600_000)}:{int(ms // 60_000 % 60):02d}:{ms / 1000 % 60:05.2f}"


events, start = [], 0.0
for seconds, captions in zip(film["seconds"], film["captions"], strict=True):
    events += [
        f"Dialogue: 0,{clock(start + c['start'])},{clock(start + c['end'])},Default,,0,0,0,,{c['text']}"
        for c in captions
    ]
    start += seconds * 1000
(place / "captions.ass").write_text(
    "[Script Info]\nScriptType: v4.00+\nPlayResX: 1080\nPlayResY: 1920\n[V4+ Styles]\n"
    "Format: Name,Fontname,Fontsize,PrimaryColour,BorderStyle,Outline,Alignment,MarginL,MarginV\n"
    "Style: Default,Noto Sans SC,84,&H00FFFFFF,3,8,1,60,500\n[Events]\n"
    "Format: Layer,Start,End,Style,Name,MarginL,MarginR,MarginV,Effect,Text\n" + "\n".join(events),
    "utf-8",
)
inputs, graph = [], []
for number, seconds in enumerate(film["seconds"]):
    frames = round(seconds * rate)
    inputs += ["-i", str(place / f"still{number}.jpg")]
    graph.append(
        f"[{number}:v]scale=-2:2112,zoompan=z='1+0.055*on/{frames}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2'"
        f":d={frames}:s={size}:fps={rate},setsar=1[v{number}]"
    )
joined = "".join(f"[v{number}]" for number in range(len(film["seconds"])))
fonts = Path(film["font"]).parent
graph.append(f"{joined}concat=n={len(film['seconds'])},subtitles={place / 'captions.ass'}:fontsdir={fonts}[out]")
command = [
    imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *inputs, "-i", str(place / "sound.wav"),
    "-filter_complex", ";".join(graph), "-map", "[out]", "-map", f"{len(film['seconds'])}:a", "-c:v", "libx264",
    "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-c:a", "aac", str(place / "ffmpeg.mp4"),
]  # fmt: skip
sys.exit(subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode)
