"""A record that is opened shows the masked copy that stands, and each passage once on each copy."""

from pathlib import Path

from ldp_stories.domain.records import LayerKind
from ldp_stories.services.mask_words import mask
from ldp_stories.services.read_record import open_record
from tests.services.house import STORY, houses, pass_on, send_to_evaluator, tell
from tests.services.released import release_read


def test_only_the_newest_masked_copy_and_its_passages_are_shown(tmp_path: Path) -> None:
    with houses(tmp_path, "joan") as (joan,):
        told = tell(joan)
        mask(joan, told.record, "Mrs Patel", "[headteacher]")
        mask(joan, told.record, "spring", "[season]")
        view = open_record(joan, told.record)
        assert [x.kind for x in view.layers] == [LayerKind.VERBATIM, LayerKind.MASKED]
        assert "[season]" in view.layers[1].text
        assert len(view.passages) == 4
        assert view.needs_placing == frozenset()


def test_an_evaluator_reads_the_masked_words_and_nothing_else(tmp_path: Path) -> None:
    with houses(tmp_path, "amina", "joan", "priya") as (amina, joan, priya):
        told = tell(amina)
        pass_on(amina, joan)
        mask(joan, told.record, "Mrs Patel", "[headteacher]")
        release_read(joan, told.record)
        send_to_evaluator(joan, priya)
        view = open_record(priya, told.record)
        assert [x.text for x in view.layers] == [STORY.replace("Mrs Patel", "[headteacher]")]
        assert len(view.passages) == 2
        assert view.hidden_layers == 0
