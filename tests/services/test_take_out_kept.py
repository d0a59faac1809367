"""What is kept without a yes is found, and taken out for good once the code is typed; the words stay, at every laptop."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.review import Why
from ldp_stories.errors import Refused
from ldp_stories.services.edit_record import changed_mind, open_record
from ldp_stories.services.home import Home
from ldp_stories.services.queue_work import queue, reasons_for
from ldp_stories.services.take_out_kept import kept_without_yes, take_out_kept
from ldp_stories.store import media
from tests.services.cast import Cast, a_sound, cast, post, tell


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as people:
        yield people


def sounds(home: Home, record: str) -> list[str]:
    with home.main.read() as con:
        return [m.id for m in media.of_record(con, record)]


def code_of_story(home: Home, record: str) -> str:
    return open_record(home, record).participants[0].code


@pytest.fixture
def told(made: Cast, tmp_path: Path) -> str:
    """A story with sound at Amina's and at Joan's; its teller said no to the voice afterwards."""
    record = tell(made.amina, sound=a_sound(tmp_path))
    post(made, made.amina, "coordinators", made.joan)
    (person,) = open_record(made.joan, record).record.participants
    changed_mind(made.joan, record, "audio", Answer.NO, person)
    return record


def test_a_yes_leaves_nothing_to_take_out(made: Cast, tmp_path: Path) -> None:
    record = tell(made.amina, sound=a_sound(tmp_path))
    assert kept_without_yes(made.amina, record).media == ()
    with pytest.raises(Refused) as found:
        take_out_kept(made.amina, record, code_of_story(made.amina, record))
    assert found.value.code == "NOTHING_CHOSEN"


def test_a_no_to_the_voice_finds_the_sound(made: Cast, told: str) -> None:
    kept = kept_without_yes(made.joan, told)
    assert kept.kinds == ("audio",)
    assert list(kept.media) == sounds(made.joan, told)
    assert kept.codes == (code_of_story(made.joan, told),)
    assert reasons_for(made.joan, told)[0].why is Why.CONSENT


@pytest.mark.parametrize(("typed", "why"), [("LT-2222-223", "CODE_SLIP"), ("LT-4HN7-KQY", "CODE_DIFFERS")])
def test_another_code_takes_nothing_out(made: Cast, told: str, typed: str, why: str) -> None:
    with pytest.raises(Refused) as found:
        take_out_kept(made.joan, told, typed)
    assert found.value.code == why
    assert sounds(made.joan, told)


def test_the_sound_goes_for_good_at_both_laptops_and_the_words_stay(made: Cast, told: str) -> None:
    words = [layer.text for layer in open_record(made.joan, told).layers]
    assert take_out_kept(made.joan, told, code_of_story(made.joan, told)) is False
    assert sounds(made.joan, told) == []
    assert kept_without_yes(made.joan, told).media == ()
    assert Why.CONSENT not in {r.why for row in queue(made.joan) if row.record == told for r in row.reasons}
    assert [layer.text for layer in open_record(made.joan, told).layers] == words
    post(made, made.joan, made.amina.member, made.amina)
    assert sounds(made.amina, told) == []
    assert [layer.text for layer in open_record(made.amina, told).layers] == words
