"""Projects for the tests: one small and whole, and a strategy for any that the standard can hold."""

from datetime import date

from hypothesis import strategies as st

from ldp_stories.reports.refi.model import (
    Case,
    Code,
    CodeSet,
    Coding,
    Link,
    Project,
    Selection,
    SoundSource,
    Span,
    SyncPoint,
    TextSource,
    Transcript,
    User,
    Value,
    Variable,
)


def guid(number: int) -> str:
    """A guid that a test can name."""
    return f"00000000-0000-4000-8000-{number:012d}"


WORDS = "چائے was ready. She said: come in 🌷 & sit down.\nWe did."
AMINA, TRUST, HOME, PLACES = guid(1), guid(10), guid(11), guid(12)
WARD = guid(20)


def at(words: str, text: str = WORDS) -> tuple[int, int]:
    """Where some words stand in a text."""
    start = text.index(words)
    return start, start + len(words)


def small() -> Project:
    """Two tags in a group, one text with two codings and a memo, one sound with a transcript."""
    come, sit = at("come in 🌷"), at("sit down")
    story = TextSource(
        guid(100),
        "Tea & bulbs",
        WORDS,
        "A story",
        (
            Selection(guid(101), *come, "", "", (Coding(guid(102), TRUST, AMINA, "2026-05-14T10:00:00Z"),)),
            Selection(guid(103), *sit, "why", "", (Coding(guid(104), HOME),), (guid(200),)),
        ),
        (Coding(guid(105), HOME),),
        (),
        (Value(WARD, "Millbrook"),),
    )
    spoken = Transcript(
        guid(111),
        "Words",
        WORDS,
        (SyncPoint(guid(112), 190_000, come[0]), SyncPoint(guid(113), 222_000, come[1])),
        (Span(guid(114), guid(112), guid(113), "", "", (Coding(guid(115), TRUST),)),),
    )
    sound = SoundSource(
        guid(110),
        "Spoken",
        f"{guid(110)}.m4a",
        "audio",
        "",
        (spoken,),
        (Selection(guid(116), 190_000, 222_000, "", "", (Coding(guid(117), TRUST),)),),
    )
    return Project(
        name="Larkside Together",
        origin="LDP Stories",
        users=(User(AMINA, "Researcher 1"),),
        codes=(
            Code(PLACES, "Trust", codable=False, children=(Code(TRUST, "D1 Trusted person", "Who listens"),)),
            Code(HOME, "A8 Home", color="#aabbcc"),
        ),
        variables=(Variable(WARD, "Ward"), Variable(guid(21), "Told", "Date")),
        cases=(Case(guid(30), "Person 1", "", (), (Value(guid(21), date(2026, 5, 14)),), (guid(100),)),),
        sources=(story, sound),
        notes=(TextSource(guid(200), "Memo", "Look at this again"),),
        links=(Link(guid(300), guid(200), guid(103), "OneWay", "about"),),
        sets=(CodeSet(guid(400), "Close", "", (TRUST,), (guid(100),)),),
        description="For analysis only",
    )


class Numbers:
    """Hands out guids, each once, while a project is drawn."""

    def __init__(self) -> None:
        self.last = 1000

    def __call__(self) -> str:
        self.last += 1
        return guid(self.last)


names = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n"), min_size=1, max_size=12
)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufeff"), max_size=60)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Any project: tags in a tree, texts and sounds coded anywhere, notes."""
    new = Numbers()
    codes = tuple(draw(trees(new, 0)) for _ in range(draw(st.integers(1, 3))))
    known = [c.guid for top in codes for c, _ in top.walk()]
    users = tuple(User(new(), draw(names)) for _ in range(draw(st.integers(0, 2))))
    note = TextSource(new(), draw(names), draw(texts))
    sources = tuple(draw(told(new, known, note.guid)) for _ in range(draw(st.integers(0, 3))))
    return Project(
        draw(names), "LDP Stories", users, codes, (), (), sources, (note,), (), (), draw(st.just("") | names)
    )


@st.composite
def trees(draw: st.DrawFn, new: Numbers, depth: int) -> Code:
    """A tag and what is under it."""
    under = draw(st.integers(0, 2)) if depth < 2 else 0
    return Code(
        new(),
        draw(names),
        draw(st.just("") | names),
        draw(st.booleans()),
        draw(st.sampled_from(["", "#abc", "#0e5a6b"])),
        (),
        tuple(draw(trees(new, depth + 1)) for _ in range(under)),
    )


@st.composite
def told(draw: st.DrawFn, new: Numbers, known: list[str], note: str) -> TextSource | SoundSource:
    """A text with spans of it coded, or a sound with milliseconds coded."""

    def coding() -> Coding:
        return Coding(new(), draw(st.sampled_from(known)), "", "", draw(st.sampled_from([(), (note,)])))

    words = draw(texts)
    spans = draw(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60)), max_size=3))
    if draw(st.booleans()):
        inside = [(a, min(len(words), a + n)) for a, n in spans if a < len(words)]
        marks = tuple(Selection(new(), a, b, "", "", (coding(),)) for a, b in inside)
        return TextSource(new(), draw(names), words, "", marks, (coding(),), (note,))
    marks = tuple(Selection(new(), a, a + n, "", "", (coding(),)) for a, n in spans)
    points = tuple(SyncPoint(new(), a * 100, min(a, len(words))) for a, _ in spans)
    turns = tuple(Span(new(), p.guid, p.guid, "", "", (coding(),)) for p in points)
    spoken = Transcript(new(), draw(names), words, points, turns)
    return SoundSource(new(), draw(names), "", "audio", "", (spoken,), marks)
