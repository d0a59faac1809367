"""Practice goes in one step and leaves nothing; a real notebook is refused and untouched."""

from pathlib import Path

import pytest

from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Machine
from ldp_stories.services.open_home import Who, create, open_home
from ldp_stories.services.start_home import homes
from ldp_stories.services.wipe_practice import wipe_practice
from tests.services.homes import PASSPHRASE, code_of, found, told


def test_everything_of_a_practice_notebook_goes(tmp_path: Path, machine: Machine) -> None:
    home = found(tmp_path / "root" / "practice", machine)
    home.close()
    wipe_practice(home.folder)
    assert not home.folder.exists()
    assert homes(tmp_path / "root") == ()


def test_a_notebook_with_stories_goes_whole_and_a_new_one_can_take_its_place(
    tmp_path: Path, machine: Machine
) -> None:
    home = found(tmp_path / "practice", machine, roles=(Role.RESEARCHER, Role.COORDINATOR))
    told(home)
    home.close()
    wipe_practice(home.folder)
    again = found(tmp_path / "practice", machine)
    with again.main.read() as con:
        assert con.exec_driver_sql("SELECT count(*) FROM record").scalar_one() == 0
    again.close()


def test_a_real_notebook_is_refused_and_opens_as_before(tmp_path: Path, machine: Machine) -> None:
    who = Who("Amina", (Role.RESEARCHER,))
    home = create(tmp_path / "live", machine, who, passphrase=PASSPHRASE, practice=False)
    home.close()
    with pytest.raises(Refused) as caught:
        wipe_practice(home.folder)
    assert code_of(caught) == "NOT_PRACTICE"
    open_home(home.folder, PASSPHRASE, machine).close()


def test_a_folder_without_a_notebook_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").write_bytes(b"x")
    with pytest.raises(UserError):
        wipe_practice(tmp_path / "photos")
    assert (tmp_path / "photos" / "one.jpg").exists()
