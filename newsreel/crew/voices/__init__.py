"""Voices: one backend a file, heavy imports inside."""
