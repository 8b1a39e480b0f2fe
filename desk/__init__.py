"""The entrances: the command line, readers of what newsrooms have, the watched folder, the API."""
