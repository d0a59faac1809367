"""A record in words: its row in a list, its state, who and where."""

import pytest

from ldp_stories.domain.people import AgeBand, Participant, TellerKind
from ldp_stories.domain.records import RecordKind, RecordRow, Shown
from ldp_stories.services.edit_record import write_observation
from ldp_stories.services.find_place import places_for
from ldp_stories.services.record_encounter import finish
from ldp_stories.ui.record.record_words import (
    KIND_ICONS,
    KIND_WORDS,
    _tellers,
    age_words,
    pack_word,
    row_item,
    shown_day,
    state_for_others,
    state_words,
    who_and_where,
)
from tests.ui.on_screen import Desk, talk_with, view_of


def row(shown: Shown = Shown.DRAFT, **facts: object) -> RecordRow:
    known = {
        "kind": RecordKind.STORY,
        "title": "Tea and bulbs",
        "told_on": "2026-05-14",
        "place": "Millbrook",
    }
    return RecordRow("id", sound_ms=720_000, shown=shown, **{**known, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("band", "words"),
    [
        (AgeBand.UNDER_11, "under 11"),
        (AgeBand.FROM_40, "40 to 59"),
        (AgeBand.FROM_75, "75 or older"),
        (AgeBand.NOT_GIVEN, "not said"),
    ],
)
def test_an_age_is_said_in_words(band: AgeBand, words: str) -> None:
    assert age_words(band) == words


def test_every_age_band_has_words_of_its_own() -> None:
    assert len({age_words(band) for band in AgeBand}) == len(AgeBand)


def test_a_day_is_said_without_its_year_and_other_text_stays() -> None:
    assert shown_day("2026-05-14T10:00:00Z") == "14 May"
    assert shown_day("long ago") == "long ago"


def test_a_row_says_kind_day_place_and_length() -> None:
    item = row_item(row())
    assert (item.title, item.line) == ("Tea and bulbs", "Story, 14 May, Millbrook, 12 min")
    assert item.icon == "chats-circle"


def test_a_row_leaves_out_what_is_not_known() -> None:
    item = row_item(row(kind=RecordKind.OBSERVATION, place="", title="", told_on=""))
    assert item.title == "No title yet"
    assert item.line == "What I saw, 12 min"
    assert item.icon == "eye"


@pytest.mark.parametrize(
    ("shown", "words", "tone"),
    [
        (Shown.DRAFT, "Draft: add the words", "warn"),
        (Shown.READY, "Ready to send", "info"),
        (Shown.PACKED, "Packed, not received yet", "line"),
        (Shown.WAITING, "Waiting for the sound", "warn"),
        (Shown.SET_BACK, "Send it again", "warn"),
        (Shown.CLOSED, "Closed", "plain"),
        (Shown.TAKEN_BACK, "Taken back", "bad"),
    ],
)
def test_each_state_has_its_words_and_tone(shown: Shown, words: str, tone: str) -> None:
    assert state_words(row(shown))[0] == words
    assert state_words(row(shown))[2] == tone


def test_a_received_story_says_by_whom_and_when() -> None:
    received = row(Shown.RECEIVED, by="Joan", on="2026-05-10")
    assert state_words(received)[0] == "Received by Joan, 10 May"
    assert state_words(row(Shown.RECEIVED))[0] == "Received"


def test_no_state_and_no_kind_is_without_words_and_picture() -> None:
    assert all(all(state_words(row(shown))) for shown in Shown)
    assert set(KIND_WORDS) == set(KIND_ICONS) == set(RecordKind)


def test_the_sentence_says_who_where_and_how_they_know_each_other(desk: Desk) -> None:
    relation = "by sight"
    from ldp_stories.services.read_pack import choices

    keys = [c.key for c in choices(desk.home, "relation")]
    key = next(k for k in keys if "sight" in k)
    talk = talk_with(desk.home, relation=key, age_band="40-59", private_enough="partly")
    view = view_of(desk.home, finish(desk.home, talk))
    said = who_and_where(desk.home, view)
    place = places_for(desk.home)[0].name
    assert said.startswith(f"Story told 10 May, {place}. Resident, 40 to 59.")
    assert pack_word(desk.home, "relation", key) in said
    assert relation in said.casefold()
    assert said.endswith("Partly private. Not yet checked with the teller.")


def test_the_sentence_of_an_observation_names_nobody(desk: Desk) -> None:
    view = view_of(desk.home, write_observation(desk.home, saw="A bench"))
    assert who_and_where(desk.home, view) == "What I saw, 10 May."


def test_a_key_the_pack_does_not_know_stays_as_it_is(desk: Desk) -> None:
    assert pack_word(desk.home, "relation", "cousin twice removed") == "cousin twice removed"
    assert pack_word(desk.home, "relation", "") == ""


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (Shown.READY, "Not looked at yet"),
        (Shown.RECEIVED, "Not looked at yet"),
        (Shown.IN_REVIEW, "Being looked at"),
        (Shown.REVIEWED, "Looked at"),
        (Shown.WAITING, "Waiting for the sound"),
        (Shown.DRAFT, "Draft: add the words"),
    ],
)
def test_for_others_a_story_is_as_far_as_it_has_been_looked_at(shown: Shown, words: str) -> None:
    assert state_for_others(row(shown)) == words


def test_several_tellers_are_one_sentence() -> None:
    def one(band: AgeBand, *, kind: TellerKind = TellerKind.RESIDENT, helped: bool = False) -> Participant:
        return Participant("id", "LT-4HN7-KQY", kind, band, "device", interpreter=helped)

    alone = _tellers([one(AgeBand.FROM_40)])
    assert alone == ["Resident, 40 to 59."]
    five = [one(AgeBand.FROM_60, helped=True), one(AgeBand.FROM_25), one(AgeBand.FROM_60)]
    five.append(one(AgeBand.FROM_25, kind=TellerKind.VOLUNTEER))
    assert _tellers(five) == [
        "Told by 4 people: Resident, Volunteer, 25 to 39, 60 to 74.",
        "Somebody helped with the language.",
    ]
