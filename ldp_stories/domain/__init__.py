"""The field's words and rules: frozen dataclasses, enums and pure functions. Standard library only."""
