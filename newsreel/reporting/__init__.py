"""Reporting: reading an article for its news, with rules alone."""
