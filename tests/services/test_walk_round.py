"""The whole way round (AT-1), walked once for this file: what each of the three sees at the end, and what never left."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.domain.records import Shown
from ldp_stories.domain.review import Choice
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services import walk_round as walking
from ldp_stories.services.admit_people import joiners, people
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.find import Purpose, search
from ldp_stories.services.hear_back import hearing_back
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.make_sounds import write_voice
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.open_home import open_home
from ldp_stories.services.publish import quotes
from ldp_stories.services.receipts import copies, receipts
from ldp_stories.services.sound import open_sound
from ldp_stories.services.trace_quote import chain
from ldp_stories.services.walk_round import QUOTE, REASON, THANKS, TITLE, WORDS, Round, walk_round
from tests.services.homes import cheap_machine


class Told:
    """Keeps what the round says while it goes on."""

    def __init__(self) -> None:
        self.notes: list[tuple[int, int, str]] = []

    def report(self, done: int, total: int, note: str = "") -> None:
        self.notes.append((done, total, note))


@dataclass
class Walked:
    """The round that was walked, its homes opened again."""

    round: Round
    told: Told
    homes: dict[str, Home]

    def __getitem__(self, role: str) -> Home:
        return self.homes[role]


def machine_of(base: Machine, folder: Path, name: str) -> Machine:
    return walking._own(base, folder, name)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> object:
    folder = tmp_path_factory.mktemp("round")
    machine = cheap_machine(folder)
    told = Told()
    made = walk_round(folder, machine, write_voice(folder / "voice.wav", 4_000, 5), told)
    names = {"coordinator": "joan", "researcher": "amina", "evaluator": "priya"}
    homes = {
        role: open_home(path, None, machine_of(machine, folder, names[role]))
        for role, path in made.homes.items()
    }
    yield Walked(made, told, homes)
    for home in homes.values():
        home.close()


def test_the_round_closes_every_home_it_opened(walked: Walked) -> None:
    assert set(walked.homes) == {
        "coordinator",
        "researcher",
        "evaluator",
    }  # a home that is open cannot be opened
    assert not any(h.closed for h in walked.homes.values())


def test_the_round_tells_each_thing_that_happened_in_order(walked: Walked) -> None:
    said = walked.round.said
    assert said[0].startswith("Joan founded the practice programme Larkside Together")
    assert said[-1].startswith("Amina's notebook shows what came back")
    assert [note for _, _, note in walked.told.notes] == list(said)
    assert [done for done, _, _ in walked.told.notes] == list(range(1, len(said) + 1))


def test_each_has_the_role_they_came_with(walked: Walked) -> None:
    assert walked["coordinator"].roles() == {Role.COORDINATOR}
    assert walked["researcher"].roles() == {Role.RESEARCHER}
    assert walked["evaluator"].roles() == {Role.EVALUATOR}


def test_nobody_is_left_waiting_to_be_let_in(walked: Walked) -> None:
    assert joiners(walked["coordinator"]) == ()
    assert {p.name for p in people(walked["coordinator"])} >= {"Joan", "Amina", "Priya"}


def test_the_researchers_story_is_there_word_for_word(walked: Walked) -> None:
    view = open_record(walked["researcher"], walked.round.record)
    assert view.title == TITLE
    assert view.layers[0].text == WORDS


def test_the_consent_that_was_given_is_the_consent_that_stands(walked: Walked) -> None:
    (consent,) = open_record(walked["researcher"], walked.round.record).consents
    assert consent.answers[Scope.QUOTE_ANON.value] is Answer.YES
    published = [k for k in consent.answers if k.startswith(Scope.PUBLISH_CLIP.value)]
    assert published
    assert all(consent.answers[k] is Answer.NO for k in published)


def test_the_coordinator_has_the_story_and_her_decisions(walked: Walked) -> None:
    steps = [r for r in chain(walked["coordinator"], walked.round.record).reviewed if r.choice is not None]
    assert {(r.choice, r.tag.split(" ")[0], r.to_tag.split(" ")[0]) for r in steps} == {
        (Choice.ACCEPT, "D1", ""),
        (Choice.CHANGE, "A8", "B7"),
    }
    assert {r.reason for r in steps} == {"", REASON}


def test_the_evaluator_finds_the_words_and_may_quote_them(walked: Walked) -> None:
    page = search(walked["evaluator"], "curtains", purpose=Purpose.QUOTE)
    assert [f.title for f in page.rows] == [TITLE]
    assert QUOTE in page.rows[0].snippet
    assert page.hidden.total == 0


def test_the_evaluator_may_not_publish_and_is_told_why(walked: Walked) -> None:
    page = search(walked["evaluator"], "curtains", purpose=Purpose.PUBLISH)
    assert page.rows == ()
    assert page.hidden.not_agreed == 1
    assert "permission to publish" in walked.round.clip_refused


def test_the_changed_tag_stands_on_the_evaluators_passage(walked: Walked) -> None:
    codes = {code for f in search(walked["evaluator"], "curtains").rows for code, _ in f.tags}
    assert {"B7", "D1"} <= codes
    assert "A8" not in codes


def test_the_chain_leads_back_to_the_teller_without_a_name(walked: Walked) -> None:
    found = chain(walked["evaluator"], walked.round.record, walked.round.passage)
    assert len(found.teller_codes) == 1
    assert found.place == "Millbrook"
    assert found.same_consent
    assert found.passed_on_by == "Joan"
    assert found.bundle


def test_the_quote_bank_holds_the_quote_without_a_gap(walked: Walked) -> None:
    (row,) = quotes(walked["evaluator"])
    assert (row.text, row.theme, row.gap) == (QUOTE, "A space that suits us", "")


def test_the_evaluator_can_play_the_sound(walked: Walked) -> None:
    view = open_record(walked["evaluator"], walked.round.record)
    sound = open_sound(walked["evaluator"], view.media[0].id)
    assert sound.io.read(4) in (b"fLaC", b"RIFF")
    sound.close()


def test_the_report_names_no_code_and_no_researcher(walked: Walked) -> None:
    text = walked.round.report.read_text(encoding="utf-8")
    code = chain(walked["coordinator"], walked.round.record).teller_codes[0]
    assert QUOTE in text
    assert code not in text
    assert "Amina" not in text


def test_the_page_of_quotes_stands_beside_the_report(walked: Walked) -> None:
    pages = list(walked.round.report.parent.glob("*.html"))
    assert len(pages) == 2


def test_no_clip_was_left_behind(walked: Walked) -> None:
    folder = walked.round.report.parents[1]
    assert not list(folder.glob("*.flac"))


def test_the_researcher_hears_back_the_thanks_and_the_reason(walked: Walked) -> None:
    heard = hearing_back(walked["researcher"])
    assert any(h.text == THANKS for h in heard)
    assert any(h.reason == REASON for h in heard)
    assert any(THANKS in line for line in walked.round.heard)


def test_the_researchers_story_shows_that_joan_has_it(walked: Walked) -> None:
    (row,) = my_stories(walked["researcher"]).rows
    assert row.shown in (Shown.RECEIVED, Shown.IN_REVIEW, Shown.REVIEWED)
    assert copies(walked["researcher"]).received == 1
    assert receipts(walked["researcher"])[-1].by == "Joan"


def test_everything_travelled_in_sealed_files_on_the_stick(walked: Walked) -> None:
    for path in walked.round.bundles:
        assert path.parent == walked.round.stick
        data = path.read_bytes()
        assert data.startswith(b"age-encryption.org/v1")
        assert b"curtains" not in data


def test_walking_on_from_a_broken_sound_closes_every_home(tmp_path: Path) -> None:
    machine = cheap_machine(tmp_path)
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"no sound")
    with pytest.raises(UserError):
        walk_round(tmp_path, machine, broken)
    home = open_home(tmp_path / "joan", None, machine_of(machine, tmp_path, "joan"))
    home.close()
