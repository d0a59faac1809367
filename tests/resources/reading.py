"""Simple measures of how easily a text is read: sentences, words, syllables, the Flesch-Kincaid reading age."""

import re


def sentences(text: str) -> list[str]:
    """Sentences of a text; list marks and headings count as ends."""
    parts = re.split(r"(?<=[.!?:;])[\s”\"]+|\n+", re.sub(r"[*#]", "", text))
    return [p.strip() for p in parts if re.search(r"[A-Za-z]", p)]


def words(text: str) -> list[str]:
    """The words of a text, apostrophes kept in them."""
    return re.findall(r"[A-Za-z{}_][A-Za-z'’{}_-]*", text)


def longest_sentence(text: str) -> int:
    """Words in the longest sentence."""
    return max((len(words(s)) for s in sentences(text)), default=0)


def syllables(word: str) -> int:
    """A rough count: groups of vowels, a silent e at the end left out."""
    found = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(
        1, found - (1 if word.lower().endswith("e") and not word.lower().endswith("le") and found > 1 else 0)
    )


def reading_age(text: str) -> float:
    """Flesch-Kincaid grade plus five years."""
    all_words = words(text)
    per_sentence = len(all_words) / max(1, len(sentences(text)))
    per_word = sum(syllables(w) for w in all_words) / max(1, len(all_words))
    return 0.39 * per_sentence + 11.8 * per_word - 15.59 + 5
