"""The line: each file is one stage, typed in, typed out."""
