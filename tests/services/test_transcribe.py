"""Writing down the sound: durable while it is typed, a layer of its own for each version, a machine's words never over a person's."""

import pytest

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.roles import Role
from ldp_stories.domain.sync import SyncPoint
from ldp_stories.errors import Refused
from ldp_stories.services import transcribe
from ldp_stories.services.edit_record import add_passage, open_record, set_fields
from ldp_stories.services.find import search
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from ldp_stories.services.read_record import RecordView
from ldp_stories.services.record_encounter import answer, begin, finish
from ldp_stories.services.transcribe import Draft
from ldp_stories.store import ledger
from ldp_stories.ui.record.reading import shown_layers
from tests.services.homes import code_of, everything_yes

P = SyncPoint
T, V, R, X, M = (
    LayerKind.TRANSCRIPT,
    LayerKind.VERBATIM,
    LayerKind.READING,
    LayerKind.TRANSLATION,
    LayerKind.MASKED,
)


@pytest.fixture
def record(home: Home) -> str:
    talk = begin(home).id
    everything_yes(home, talk)
    return finish(home, talk)


def typed(
    home: Home, record: str, kind: LayerKind, text: str, *sync: SyncPoint, language: str = "en"
) -> tuple[str, ...]:
    transcribe.keep_draft(home, record, Draft(kind, language, text, sync))
    return transcribe.write_drafts(home, record)


def view(home: Home, record: str) -> RecordView:
    return open_record(home, record)


def test_typing_is_on_the_desk_at_once_and_in_the_ledger_only_when_the_person_leaves(
    home: Home, record: str
) -> None:
    transcribe.keep_draft(home, record, Draft(T, "ur", "میں آئی\nthen I", (P(0, 900),)))
    assert view(home, record).layers == ()
    again = transcribe.open_draft(home, record, T, "ur")
    assert (again.text, again.sync, again.typed) == ("میں آئی\nthen I", (P(0, 900),), True)
    (layer,) = transcribe.write_drafts(home, record)
    found = view(home, record).layers[0]
    assert (found.id, found.text, found.language, found.sync, found.machine) == (
        layer,
        again.text,
        "ur",
        again.sync,
        "",
    )
    assert transcribe.write_drafts(home, record) == ()
    assert not transcribe.open_draft(home, record, T, "ur").typed


def test_each_version_and_language_is_a_layer_of_its_own(home: Home, record: str) -> None:
    typed(home, record, V, "their words")
    typed(home, record, T, "from the sound", P(0, 10))
    typed(home, record, X, "w ich słowach", language="pl")
    typed(home, record, X, "in English")
    typed(home, record, R, "to read")
    assert sorted((x.kind.value, x.language) for x in view(home, record).layers) == [
        ("reading", "en"),
        ("transcript", "en"),
        ("translation", "en"),
        ("translation", "pl"),
        ("verbatim", "en"),
    ]


def test_words_as_they_were_said_stay_one_layer_and_passages_are_placed_again(
    home: Home, record: str
) -> None:
    (layer,) = typed(home, record, T, "I knew nobody. She told me.")
    add_passage(home, record, layer=layer, start=15, end=27)
    assert typed(home, record, T, "Well, I knew nobody. She told me.", P(6, 2_000)) == (layer,)
    now = view(home, record)
    assert now.passages[0].text is not None
    assert now.layers[0].text[now.passages[0].text.start :] == "She told me."
    assert now.needs_placing == frozenset()


def test_a_made_version_is_a_new_layer_each_time_so_that_no_old_word_travels_in_it(
    home: Home, record: str
) -> None:
    typed(home, record, V, "Mrs Patel helped")
    (first,) = typed(home, record, M, "Mrs P. helped")
    (second,) = typed(home, record, M, "[a teacher] helped", P(0, 700))
    assert first != second
    masked = [x for x in view(home, record).layers if x.kind is M]
    assert [(x.id, x.text, x.made_from, x.sync) for x in masked] == [
        (second, "[a teacher] helped", first, (P(0, 700),))
    ]


def test_nothing_is_written_twice_and_an_empty_beginning_not_at_all(home: Home, record: str) -> None:
    assert typed(home, record, T, "  \n ") == ()
    (layer,) = typed(home, record, T, "words", P(0, 5))
    with home.main.read() as con:
        before = ledger.entity(con, layer)
    assert typed(home, record, T, "words", P(0, 5)) == (layer,)
    with home.main.read() as con:
        assert ledger.entity(con, layer) == before


def test_no_transcript_without_a_yes_and_what_was_typed_stays_safe(home: Home) -> None:
    talk = begin(home).id
    everything_yes(home, talk)
    answer(home, talk, ("transcript",), Answer.NO)
    record = finish(home, talk)
    assert not transcribe.may_write_down(home, record)
    assert typed(home, record, T, "should not be") == ()
    assert transcribe.open_draft(home, record, T, "en").text == "should not be"
    assert view(home, record).layers == ()
    with pytest.raises(Refused) as caught:
        transcribe.keep_machine_words(home, record, "x", (), machine="m", language="en")
    assert code_of(caught) == "NO_PERMISSION"


def test_who_may_write_which_version(home: Home, record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    began = view(home, record).record.began_by
    for roles, mine, kinds in (
        ({Role.RESEARCHER}, True, (V, T, R, X)),
        ({Role.RESEARCHER}, False, ()),
        ({Role.COORDINATOR}, False, (T, M, R, X)),
        ({Role.COORDINATOR, Role.RESEARCHER}, True, (V, T, M, R, X)),
        ({Role.EVALUATOR}, True, ()),
    ):
        monkeypatch.setattr(home, "roles", lambda roles=roles: frozenset(roles))
        monkeypatch.setattr(home, "own_devices", lambda mine=mine: frozenset({began} if mine else ()))
        assert transcribe.writable(home, record) == kinds


def test_machine_words_are_apart_marked_and_never_over_a_persons(home: Home, record: str) -> None:
    (mine,) = typed(home, record, T, "I knew nobody")
    sync = (P(0, 100), P(2, 400))
    machine = transcribe.keep_machine_words(
        home, record, "eye new no body zzyzx", sync, machine="pocketsphinx", language="en"
    )
    now = view(home, record)
    assert {x.id: (x.text, x.machine) for x in now.layers} == {
        mine: ("I knew nobody", ""),
        machine: ("eye new no body zzyzx", "pocketsphinx"),
    }
    assert now.words is not None
    assert now.words.id == mine
    assert [x.id for x in shown_layers(now)] == [mine]
    again = transcribe.keep_machine_words(
        home, record, "I new nobody", sync, machine="pocketsphinx", language="en"
    )
    assert again == machine
    found = transcribe.machine_words(home, record)
    assert found is not None
    assert (found.text, found.sync) == ("I new nobody", sync)
    assert [x.id for x in transcribe.sources(home, record)] == [mine, machine]
    transcribe.remove_machine_words(home, mine, record)
    transcribe.remove_machine_words(home, machine, record)
    assert [x.id for x in view(home, record).layers] == [mine]


def test_machine_words_are_not_found_by_searching_not_even_when_the_index_is_made_anew(
    home: Home, record: str
) -> None:
    from ldp_stories.store import search as index

    transcribe.keep_machine_words(home, record, "flumadiddle", (), machine="pocketsphinx", language="en")
    typed(home, record, V, "ordinary words")
    for _ in range(2):
        assert search(home, "flumadiddle").rows == ()
        assert len(search(home, "ordinary").rows) == 1
        with home.main.write() as con:
            index.reindex(con)


def test_masking_goes_by_a_persons_words_and_takes_the_points_along(home: Home, record: str) -> None:
    transcribe.keep_machine_words(home, record, "Mrs Patel", (), machine="pocketsphinx", language="en")
    typed(home, record, V, "So Mrs Patel came. I went.", P(0, 0), P(19, 2_000))
    mask(home, record, "Mrs Patel", "[a teacher]")
    masked = next(x for x in view(home, record).layers if x.kind is M)
    assert masked.text == "So [a teacher] came. I went."
    assert masked.sync == (P(0, 0), P(21, 2_000))
    assert masked.machine == ""


def test_the_usual_language_is_that_of_the_words(home: Home, record: str) -> None:
    set_fields(home, record, language="pa")
    assert transcribe.open_draft(home, record, T).language == "pa"
    assert transcribe.open_draft(home, record, X).language == "en"
    typed(home, record, X, "po polsku", language="pl")
    assert transcribe.open_draft(home, record, X).language == "pl"
