"""AT-12, from stories to things for readers, and one recall: Priya's window over the invented stories (without the learning report)."""

import contextlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from ldp_stories.domain.consent import Answer, Channel, Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.domain.rounds import Unit
from ldp_stories.errors import UserError
from ldp_stories.services.check_issued import issued_now
from ldp_stories.services.compare_coders import compare, differences
from ldp_stories.services.edit_record import changed_mind, open_record
from ldp_stories.services.find import FoundPage, Purpose, codebook, search
from ldp_stories.services.home import Home
from ldp_stories.services.library_entry import read_entries
from ldp_stories.services.load_practice import load_practice
from ldp_stories.services.log_output import issued
from ldp_stories.services.permission import asker
from ldp_stories.services.practice_stories import BlindSample
from ldp_stories.services.publish import add_quote
from ldp_stories.services.start_home import open_home, practice_home
from ldp_stories.services.story import read_stories
from ldp_stories.services.write_report import open_report, reports
from ldp_stories.store import people, records
from tests.journeys.acts import choose, tick
from tests.journeys.people import Person, person
from tests.reports.test_pdf_tags import walk
from tests.services.homes import cheap_machine
from tests.services.house import RESOURCES
from tests.services.released import release_read
from tests.ui.helpers import button

STORIES = 37
MAY_GO_INTO_A_REPORT = 4
CLIP = "The chair by the radiator"
"""The story of which two passages go into the report; its teller changes their mind about the website later."""


@pytest.fixture
def priya(qtbot: QtBot, tmp_path: Path) -> Iterator[Person]:
    """Priya at her desk: a practice home with every story and every role."""
    machine = cheap_machine(tmp_path)
    _reviewed(practice_home(tmp_path / "priya" / "homes" / "home", machine, name="Priya Shah"))
    out = tmp_path / "out"
    with person(qtbot, machine, tmp_path / "priya", out) as made:
        made.window.open_desk(open_home(tmp_path / "priya" / "homes" / "home", None, machine))
        assert made.window.navigator is not None
        made.window.navigator.choose_role("evaluator")
        made.rest()
        yield made


def _reviewed(home: Home) -> None:
    """A coordinator has read every story and made its masked copy."""
    try:
        with home.main.read() as con:
            stories = records.arrived(con)
        for story in stories:
            with contextlib.suppress(UserError):
                release_read(home, story)
    finally:
        home.close()


def may_publish(home: Home, channel: Channel) -> dict[str, str]:
    """By story, why a piece of it may not go this way out; "" where it may."""
    ask = asker(home)
    with home.main.read() as con:
        entries = read_entries(con, read_stories(con, records.arrived(con)).values())
        gates = {i: ask.gate(e.record, e.consents, Scope.PUBLISH_CLIP, channel) for i, e in entries.items()}
    return {i: "" if gate.open else gate.why for i, gate in gates.items()}


def passages_of(home: Home, title: str) -> list[str]:
    found = [row.passage for row in search(home, "", limit=500).rows if row.title == title and row.passage]
    assert found
    return found


def every_byte(folder: Path) -> Iterator[bytes]:
    """Everything in a folder: names, files, what is inside archives."""
    for path in sorted(folder.rglob("*")):
        yield str(path.relative_to(folder)).encode()
        if path.is_file():
            data = path.read_bytes()
            yield data
            if data[:5] == b"%PDF-":
                yield words_of(path).encode()
            if data[:2] == b"PK":
                with zipfile.ZipFile(BytesIO(data)) as archive:
                    yield from (archive.read(name) for name in archive.namelist())


def secrets(home: Home) -> set[str]:
    """Every code of a person, every name of the team, every laptop, and where the home lies."""
    with home.main.read() as con:
        codes = {
            p.code
            for r in records.several(con, records.arrived(con)).values()
            for i in r.participants
            if (p := people.participant(con, i))
        }
        team = {m.work_name for m in people.members(con)} | {m.code for m in people.members(con)}
        laptops = {d.label for d in people.devices(con)}
    return {word for word in codes | team | laptops | {"Priya Shah", str(home.folder)} if len(word) > 3}


def write_the_report(priya: Person, website: bool = False) -> str:
    """Begin a report with sound, or a share pack for the website; put the bank's quotes in, look at each question, save; its id."""
    kind = "Share pack" if website else "Report with sound"
    priya.go("reports")
    priya.press(kind)
    priya.until(lambda: priya.screen.title == kind, "the builder")
    if website:
        tick(priya, "Website")
    for quote in range(2):
        pick = priya.screen.chapters[0].pick
        choose(priya, pick, pick._options[quote].label[:20])
    for number in QUESTIONS:
        priya.space(priya.screen.check.rows[number]._buttons[0])
    priya.press("Check and save")
    priya.sees("2 passages, 2 play.")
    return str(priya.screen.report.id)


def test_from_stories_to_things_for_readers_and_one_recall(priya: Person, tmp_path: Path) -> None:
    home, out = priya.home, tmp_path / "out"
    allowed = may_publish(home, Channel.REPORT)
    assert len(allowed) == STORIES
    assert sum(not why for why in allowed.values()) == MAY_GO_INTO_A_REPORT
    assert {why for why in allowed.values() if why} <= {
        "no",
        "not_asked",
        "no_copyright",
        "under_16",
        "no_consent",
    }

    for passage in passages_of(home, CLIP)[:2]:
        add_quote(home, passage, "A space that suits us")
    report = write_the_report(priya)
    website = write_the_report(priya, website=True)
    folders = [i.path for i in issued(home)]
    assert len({*folders}) == 2
    for folder in folders:
        page = (folder / "index.html").read_text(encoding="utf-8")
        assert page.count("<audio") == page.count("<blockquote") == 2
        assert len(list((folder / "clips").iterdir())) == 2

    case = _made(priya, out, "Case study")
    text = (case / "report.txt").read_text(encoding="utf-8")
    assert text.count("Nothing recorded yet.") == 9
    assert "15 interviews, 16 stories, 6 observations" in text
    assert "few" in text
    assert "15 interviews, 16 stories, 6 observations" in words_of(case / "report.pdf")
    _an_area_sheet(_made(priya, out, "Area sheet"))

    priya.go("reports")
    for way in ("tables", "words", "codebook"):
        priya.space(priya.screen.ways.buttons[way])
        if way != "codebook":
            _look_at_all(priya)
        priya.rest()
        priya.until(lambda: priya.screen.told.isVisible(), way)
    names = {p.name for p in out.iterdir()}
    assert {"tables.xlsx", "stories.csv", "project.qdpx", "codebook.qdc"} <= names
    from ldp_stories.reports.refi.read_codebook import read_codebook

    book, lost = read_codebook(out / "codebook.qdc")
    codes = [c for top in book.codes for c, _ in top.walk() if c.codable]
    assert lost == ()
    assert len(codes) == len(codebook(home, retired=True)) == 68
    assert all(c.description for c in codes)

    everything = list(every_byte(out))
    for secret in secrets(home):
        assert not [1 for data in everything if secret.encode() in data], secret

    _recall(priya, website, report)


def _made(priya: Person, out: Path, kind: str) -> Path:
    """A report of a kind with nothing put in, checked and saved; its folder."""
    priya.go("reports")
    priya.press(kind)
    priya.until(lambda: priya.screen.title == kind, kind)
    for number in QUESTIONS:
        priya.space(priya.screen.check.rows[number]._buttons[0])
    priya.press("Check and save")
    priya.sees("0 passages")
    return next(f for f in out.iterdir() if f.name.startswith(kind.lower().replace(" ", "-")))


def words_of(pdf: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(pdf, strict=True).pages)


def _an_area_sheet(folder: Path) -> None:
    """One page, readable in greyscale, its words there for who cannot see it; the file's facts name nobody."""
    reader = PdfReader(folder / "area-sheet.pdf", strict=True)
    assert len(reader.pages) == 1
    assert set(reader.metadata or {}) == {"/Title", "/Producer", "/CreationDate"}
    assert {role for role, *_ in walk(reader)} >= {"/H1", "/H2", "/P"}
    picture: Any = Image.open(folder / "area-sheet.png")
    assert set(picture.info) <= {"Title", "Description", "dpi"}
    assert "15 interviews, 16 stories, 6 observations" in picture.info["Description"]
    grey = picture.convert("L").histogram()
    assert sum(grey[:110]) > 10_000
    assert sum(grey[200:]) > 1_000_000


def _recall(priya: Person, website: str, report: str) -> None:
    """The teller says no to the website: the share pack goes silent with the reason, the report still plays."""
    home = priya.home
    story = next(iter(open_report(home, website).shown.values())).row.record
    for participant in open_record(home, story).record.participants:
        changed_mind(home, story, "publish_clip:website", Answer.NO, participant)
    assert {s.play.why for s in open_report(home, website).shown.values()} == {"no"}
    assert all(s.plays for s in open_report(home, report).shown.values())
    priya.go("reports")
    priya.until(lambda: len(reports(home)) == 4, "four reports")
    priya.press("What went out")
    priya.sees("1 copy holds something that must come down.")
    pack = next(one for one in issued_now(home) if one.report == website)
    assert (pack.type, pack.channel, dict(pack.sounds)) == ("share pack", "website", {"no": 2})
    assert next(one for one in issued_now(home) if one.report == report).fine
    priya.screen.list.opened.emit(pack.output)
    priya.sees("2 sounds must come out. They did not agree.")
    priya.go("reports")
    priya.screen.list.opened.emit(website)
    priya.until(lambda: priya.screen.report.id == website, "the website's report")
    priya.sees("No permission to publish the sound. They did not agree.")
    assert button(priya.front, "Check and save").isEnabled()
    priya.press("Check and save")
    priya.sees("2 passages, 0 play.")
    page, old = (
        next(i.path for i in issued(home) if i.output == one.output) / "index.html"
        for one in (next(o for o in issued_now(home) if o.report == website and o.fine), pack)
    )
    assert page != old
    assert page.read_text(encoding="utf-8").count("There is no permission to publish the sound.") == 2
    assert "<audio" not in page.read_text(encoding="utf-8")
    playing = next(i.path for i in issued(home) if i.output == _of(home, report))
    assert (playing / "index.html").read_text(encoding="utf-8").count("<audio") == 2


def _look_at_all(priya: Person) -> None:
    """The nine questions before something leaves."""
    for number in QUESTIONS:
        priya.space(priya.screen.ways.first.check.rows[number]._buttons[0])
    priya.space(priya.screen.ways.first.save)


def _of(home: Home, report: str) -> str:
    return next(one.output for one in issued_now(home) if one.report == report)


def test_what_is_shared_is_in_the_published_form(priya: Person, tmp_path: Path) -> None:
    """The project of all stories: each story once, every tag of the codebook, nothing of whom it is about."""
    priya.go("reports")
    priya.space(priya.screen.ways.buttons["words"])
    _look_at_all(priya)
    priya.rest()
    priya.sees("stories are in the project.")
    from ldp_stories.reports.refi.read_project import read_project

    project, lost = read_project(tmp_path / "out" / "project.qdpx")
    assert lost == ()
    assert len({s.guid for s in project.sources}) == len(project.sources)
    assert len(project.sources) <= STORIES
    assert project.name.endswith("(practice)")
    assert json.dumps(project.name)
    shutil.rmtree(tmp_path / "out")


def test_publish_a_clip_in_a_report_shows_four_and_hides_the_rest_with_reasons(priya: Person) -> None:
    priya.go("library")
    screen = priya.screen
    tick(priya, "Publish a clip")
    priya.until(lambda: screen.channel.isVisible(), "where it will be shown")
    assert screen.channel.value() == Channel.REPORT.value
    page = _the_page(priya, Channel.REPORT)
    assert len({row.record for row in page.rows}) == MAY_GO_INTO_A_REPORT
    assert len({row.record for row in page.hidden.rows}) == STORIES - MAY_GO_INTO_A_REPORT
    assert all(row.why for row in page.hidden.rows)
    priya.until(lambda: {f.record for f in screen.list.found} == {r.record for r in page.rows}, "the four")
    assert f"{STORIES - MAY_GO_INTO_A_REPORT} more stories are hidden." in screen.hidden.label.text()
    priya.press("See why")
    priya.until(lambda: screen.why.isVisible(), "the reasons")

    tick(priya, "Website")
    web = _the_page(priya, Channel.WEBSITE)
    priya.until(
        lambda: {f.record for f in screen.list.found} == {r.record for r in web.rows}, "the website's"
    )
    allowed = {story for story, why in may_publish(priya.home, Channel.WEBSITE).items() if not why}
    assert {row.record for row in web.rows} == allowed


def _the_page(priya: Person, channel: Channel) -> FoundPage:
    """What may be published by one way out, and what is hidden: over all stories, not only the first page."""
    page = search(priya.home, "", purpose=Purpose.PUBLISH, channel=channel, limit=500)
    assert page.next is None
    return page


def test_the_blind_sample_gives_its_three_values_and_the_six_differences(priya: Person) -> None:
    sample = next(s for s in load_practice(RESOURCES).extras.blind_samples if s.tag == "D1")
    tag = next(t for t in codebook(priya.home) if t.code == "D1")
    ident = _a_round(priya.home, tag.id, sample)
    priya.go("agreement")
    priya.until(lambda: ident in priya.screen.cards, "the round")
    priya.screen.cards[ident].click()
    priya.sees("Krippendorff's alpha 0.590")
    priya.sees("Cohen's kappa 0.585")
    found = compare(priya.home, ident).rows[0].found
    assert f"{found.percent.value:.3f} {found.kappa.value:.3f} {found.alpha.value:.3f}" == "0.800 0.585 0.590"
    split = [u for u in sample.units if u.a != u.b]
    priya.press("Show where we differ (6), D1 Trusted person")
    listed = differences(priya.home, ident, tag.id)
    assert len(listed) == len(split) == 6
    for unit in split:
        priya.sees(unit.a_reason)
        priya.sees(unit.b_reason)


def _a_round(home: Home, tag: str, sample: BlindSample) -> str:
    """The worked sample as a round that is over: thirty passages, both coders' answers with their reasons."""
    rows = [row for row in search(home, "", limit=500).rows if row.passage]
    items = [(row.record, row.passage or "") for row in rows[: len(sample.units)]]
    with home.main.read() as con:
        other = next(m.id for m in people.members(con) if m.id != home.member)
        subjects = {i: r.participants for i, r in records.several(con, {r for r, _ in items}).items()}
    ident = new_id()
    sets: dict[str, Any] = {
        "title": "Do we read trust alike?",
        "unit": Unit.PASSAGE.value,
        "tags": [tag],
        "labels": {tag: ["D1", "Trusted person", ""]},
        "items": [list(item) for item in items],
        "coders": sorted((home.member, other)),
        "opened_by": home.member,
        "closed": True,
    }
    with home.main.write() as con:
        home.put(con, "coding_round", ident, sets=sets)
        for (record, passage), unit in zip(items, sample.units, strict=True):
            for by, said, why in ((home.member, unit.a, unit.a_reason), (other, unit.b, unit.b_reason)):
                mark = {"round": ident, "record": record, "passage": passage, "by": by}
                mark |= {f"answer:{tag}": "yes" if said else "no", f"reason:{tag}": why or ""}
                home.put(con, "round_mark", new_id(), sets=mark, subj=subjects[record])
    return ident
