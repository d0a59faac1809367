"""What the window does by itself once a notebook is open: words that a kill cut off are written, a safe copy is made when one is due, the
lasting copies of sound that still wait, and what has lain in the trash for thirty days goes, or was kept apart for ninety."""

from __future__ import annotations

from ldp_stories.errors import UserError
from ldp_stories.services.clean_up import clean_up
from ldp_stories.services.contact_cards import cards_to_go
from ldp_stories.services.give_twins import give_twins_if_room
from ldp_stories.services.keep_copies import copy_if_due
from ldp_stories.services.keep_slices import join_if_room
from ldp_stories.services.keep_sound import masters_to_make
from ldp_stories.services.renew_receipts import renew
from ldp_stories.services.send_by_route import sweep_outgoing
from ldp_stories.services.set_aside import throw_away_old
from ldp_stories.services.trash import empty_old
from ldp_stories.services.use_reserve import take_again
from ldp_stories.services.write_left import write_left
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.private_cards import to_go_words
from ldp_stories.ui.researcher.task import get_sound_ready
from ldp_stories.ui.tasks import Report
from ldp_stories.ui.text import sentence, tr


def keep_house(context: Context) -> None:
    """Start all of it in the background, the copy last: it is long, and it is not to hold what is swept. A practice notebook needs none."""
    home = context.home
    going = cards_to_go(home)
    if going is not None:
        context.tell(to_go_words(going))

    def waiting(_: Report) -> bool:
        sweep_outgoing(home)
        take_again(home)
        joined = join_if_room(
            home
        )  # files whose slices are all here and that a full disk or a kill kept apart
        if give_twins_if_room(home) or joined:
            renew(home)
        return bool(masters_to_make(home))

    def sound(found: bool) -> None:
        if found:
            get_sound_ready(context)

    context.tasks.run(
        tr("Keeping what was typed"),
        lambda _: write_left(home),
        lane="store",
        quiet=True,
        failed=lambda _: None,  # it stays on the desk
    )
    context.tasks.run(tr("Looking at the sound"), waiting, quiet=True, done=sound)
    context.tasks.run(
        tr("Sweeping what was taken back"),
        lambda progress: clean_up(home, progress),
        lane="store",
        quiet=True,
        failed=lambda error: _not_swept(context, error),
    )

    def not_emptied(error: UserError) -> None:
        _not_swept(context, error)
        _copy(context)

    context.tasks.run(
        tr("Emptying the trash"),
        lambda _: (throw_away_old(home), empty_old(home)),
        lane="store",
        quiet=True,
        done=lambda _: _copy(context),
        failed=not_emptied,
    )


def _copy(context: Context) -> None:
    home = context.home
    if not home.practice:
        context.tasks.run(
            tr("Making a safe copy"),
            lambda progress: copy_if_due(home, progress),
            quiet=True,
            failed=lambda error: _not_copied(context, error),
        )


def _not_swept(context: Context, error: UserError) -> None:
    context.tell(tr("Something that was taken back is not swept yet. {why}", why=sentence(error)))


def _not_copied(context: Context, error: UserError) -> None:
    context.tell(tr("No safe copy was made today. {why}", why=sentence(error)))
