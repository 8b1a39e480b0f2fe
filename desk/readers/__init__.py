"""Readers: file, HTML, folder and feed to Article, one kind of input a file."""
