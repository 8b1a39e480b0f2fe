"""How a text is said: its reading, word by word, and how long that takes. Free of any one voice."""
