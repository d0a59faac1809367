"""The program as somebody hears it who uses a screen reader: found, read and pressed by accessibility alone."""
