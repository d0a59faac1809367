"""Two evaluators, a coordinator and released stories on every laptop: the start of the tests of blind rounds and of shared codings."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ldp_stories.domain.roles import Role
from ldp_stories.domain.rounds import How, Round, Unit
from ldp_stories.services.code_blind import answer
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.mark_passages import add_passage
from ldp_stories.services.open_round import Plan, open_round
from ldp_stories.services.read_record import open_record
from tests.services.cast import Cast, bring_in, cast, let_in, send, tell
from tests.services.homes import pack_of
from tests.services.released import release_read

WORDS = "They draw the curtains and it is only women. I can walk in on my own now. Number {n}."
CURTAINS = "They draw the curtains and it is only women."


@dataclass
class Team:
    """Joan coordinates; Priya and Theo make sense of stories told by Amina. `records` are released and on all laptops."""

    made: Cast
    theo: Home
    records: tuple[str, ...]

    @property
    def joan(self) -> Home:
        return self.made.joan

    @property
    def priya(self) -> Home:
        return self.made.priya

    def post(self, home: Home, to: str = "coordinators") -> None:
        """One sends, those it is for bring it in, and the stick is empty again."""
        stick = self.made.stick
        send(home, to, stick)
        for one in (self.joan, self.priya, self.theo) if to == "evaluators" else (self.joan,):
            if one is not home:
                bring_in(one, stick)
        for path in stick.iterdir():
            path.unlink()

    def pass_round(self) -> None:
        """Both evaluators send what they have, and Joan passes it on."""
        for one in (self.priya, self.theo):
            self.post(one)
        self.post(self.joan, "evaluators")


@contextmanager
def team(folder: Path, stories: int = 3) -> Iterator[Team]:
    """The team in a new folder."""
    with cast(folder) as made:
        theo = made.join("Theo", Role.EVALUATOR, pack_of(made.joan, folder))
        try:
            let_in(made, theo)
            for n in range(stories):
                told = tell(made.amina, title=f"Story {n}", words=WORDS.format(n=n))
                mark_curtains(made.amina, told)
            send(made.amina, "coordinators", made.stick)
            bring_in(made.joan, made.stick)
            for path in made.stick.iterdir():
                path.unlink()
            found = tuple(sorted(r for r in released(made.joan)))
            both = Team(made, theo, found)
            both.post(made.joan, "evaluators")
            yield both
        finally:
            theo.close()


def mark_curtains(home: Home, record: str) -> str:
    """Mark the sentence about the curtains."""
    layer = open_record(home, record).layers[0]
    start = layer.text.index(CURTAINS)
    return add_passage(home, record, layer=layer.id, start=start, end=start + len(CURTAINS))


def released(joan: Home) -> list[str]:
    """Release everything that is ready; the records."""
    from ldp_stories.services.my_stories import my_stories

    found = [row.id for row in my_stories(joan).rows]
    for record in found:
        release_read(joan, record)
    return found


def tag_id(home: Home, code: str) -> str:
    return next(t.id for t in codebook(home) if t.code == code)


def a_round(
    team: Team,
    opener: Home,
    *,
    codes: tuple[str, ...] = ("D1", "B7"),
    unit: Unit = Unit.STORY,
    deadline: str = "",
) -> Round:
    """A round over all stories for Priya and Theo."""
    coders = (team.priya.member, team.theo.member)
    return open_round(
        opener, Plan("Do we read alike?", codes, coders, unit, How.RANDOM, 99, deadline=deadline)
    )


def answer_all(home: Home, found: Round, said: str, reason: str = "") -> None:
    """The same answer for every tag on every item."""
    for number in range(len(found.items)):
        for tag in found.tags:
            answer(home, found.id, number, tag, said, reason)
