"""The questions one can ask, in the order in which this researcher likes to ask them: kept on this laptop, for each set of the pack."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ldp_stories.services import desk_talk, read_pack
from ldp_stories.services.conversation import Conversation
from ldp_stories.services.home import Home
from ldp_stories.services.read_pack import PromptSet
from ldp_stories.store import facts

ORDER: Final = "order of questions"


def my_prompt_sets(home: Home) -> tuple[PromptSet, ...]:
    """The pack's sets of questions, each in one's own order; a question that is new in the pack stands where the pack puts it."""
    with home.main.read() as con:
        kept = facts.load(con, ORDER) or {}
    return tuple(
        replace(s, items=in_order(s.items, kept.get(s.key, ()))) for s in read_pack.prompt_sets(home)
    )


def in_order(items: Sequence[str], liked: Sequence[str]) -> tuple[str, ...]:
    """`items` in the order somebody likes; those they never ordered follow the one that stands before them in `items`."""
    known = [one for one in liked if one in items]
    made = list(known)
    for at, one in enumerate(items):
        if one not in known:
            made.insert(made.index(items[at - 1]) + 1 if at else 0, one)
    return tuple(made)


def keep_order(home: Home, set_key: str, items: Sequence[str]) -> None:
    """Keep the order of one set, from now on and for every conversation."""
    with home.main.write() as con:
        kept = facts.load(con, ORDER) or {}
        facts.save(con, ORDER, {**kept, set_key: list(items)})


def skip_prompt(home: Home, id: str, prompt: str, skipped: bool) -> Conversation:
    """Keep that a question is passed over in this conversation, or is open again."""

    def edit(draft: desk_talk.Draft) -> desk_talk.Draft:
        others = tuple(p for p in draft.talk.skipped if p != prompt)
        talk = replace(draft.talk, skipped=(*others, prompt) if skipped else others)
        return replace(draft, talk=talk)

    return desk_talk.change(home, id, edit).talk
