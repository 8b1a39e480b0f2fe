"""The players of the band: harmony, form, styles, parts, instruments, and the console they are mixed on."""
