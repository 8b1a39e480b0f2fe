"""Composers: one backend a file, heavy imports inside."""
