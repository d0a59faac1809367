"""The researcher's desk: conversations, stories, sending, hearing back."""
