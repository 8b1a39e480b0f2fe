"""The bench's film as a MoviePy user would write it: stills that grow, captions over them, sound below, one file."""

import json
import sys
from pathlib import Path

from moviepy import AudioFileClip, CompositeVideoClip, ImageClip, TextClip, concatenate_videoclips

place = Path(sys.argv[1])
film = json.loads((place / "film.json").read_text("utf-8"))
size = (film["width"], film["height"])
scenes = []
for number, (seconds, captions) in enumerate(zip(film["seconds"], film["captions"], strict=True)):
    still = ImageClip(str(place / f"still{number}.jpg")).with_duration(seconds).resized(height=size[1])
    still = still.resized(lambda t, s=seconds: 1 + 0.055 * t / s).with_position("center")
    texts = [
        TextClip(font=film["font"], text=c["text"], font_size=60, color="white", bg_color="black")
        .with_start(c["start"] / 1000)
        .with_duration((c["end"] - c["start"]) / 1000)
        .with_position((60, 1320))
        for c in captions
    ]
    scenes.append(CompositeVideoClip([still, *texts], size=size).with_duration(seconds))
reel = concatenate_videoclips(scenes).with_audio(AudioFileClip(str(place / "sound.wav")))
reel.write_videofile(
    str(place / "moviepy.mp4"), fps=film["rate"], codec="libx264", preset="veryfast", audio_codec="aac", logger=None,
    ffmpeg_params=["-crf", "20"],
)  # fmt: skip
