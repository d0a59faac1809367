"""What a laptop keeps back is known to the coordinator as numbers, from its newest bundle."""

from pathlib import Path

from ldp_stories.services.count_left import left_with
from ldp_stories.services.edit_record import keep_closed, mark_draft
from tests.services.cast import bring_in, cast, send, tell


def test_the_newest_bundle_says_what_stays_and_an_older_one_changes_nothing(tmp_path: Path) -> None:
    with cast(tmp_path) as they:
        amina, joan = they.amina, they.joan
        assert left_with(joan, amina.member) == {}
        first = tell(amina, title="One")
        send(amina, "coordinators", they.stick)
        late = they.folder / "late"
        they.stick.rename(late)
        they.stick.mkdir()
        second = tell(amina, title="Two")
        tell(amina, title="Three")
        keep_closed(amina, second)
        mark_draft(amina, first)
        send(amina, "coordinators", they.stick)
        bring_in(joan, they.stick)
        newest = left_with(joan, amina.member)
        assert newest["closed"] == 1
        assert newest["draft"] == 1
        bring_in(joan, late)
        assert left_with(joan, amina.member) == newest
        assert left_with(joan, they.priya.member) == {}
        assert left_with(amina, amina.member) == {}, "numbers of one's own are not kept"
