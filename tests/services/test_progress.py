"""Progress of long services."""

from ldp_stories.services.progress import Progress, no_progress


def test_nobody_watching_is_no_error() -> None:
    no_progress.report(1, 2, "half")


def test_any_object_with_a_report_may_watch() -> None:
    seen: list[tuple[int, int, str]] = []

    class Watcher:
        def report(self, done: int, total: int, note: str = "") -> None:
            seen.append((done, total, note))

    watcher: Progress = Watcher()
    watcher.report(3, 9)
    assert seen == [(3, 9, "")]
