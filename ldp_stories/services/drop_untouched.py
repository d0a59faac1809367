"""A conversation that was opened and left with nothing in it leaves no trace: it is not "a conversation you were in"."""

from ldp_stories.services import desk_talk, keep_evidence
from ldp_stories.services.conversation import Conversation
from ldp_stories.services.home import Home


def is_untouched(talk: Conversation) -> bool:
    """Whether nothing about the meeting or the person was said, asked, noted or recorded."""
    facts = (
        talk.place,
        talk.setting,
        talk.private_enough,
        talk.relation,
        talk.route,
        talk.who_else,
        talk.adult_relation,
    )
    more = (talk.answers, talk.notes, talk.takes, talk.asked, talk.target_groups)
    return not any(facts) and not any(more) and not (talk.said_first or talk.returning or talk.record)


def give_up(home: Home, id: str) -> None:
    """Take one conversation off the desk with all it holds, as if it had not begun: for a caller that still has everything said in it."""
    draft = desk_talk.load(home, id)
    keep_evidence.drop_all(home, id)
    desk_talk.drop(home, id)
    for take in draft.talk.takes:
        home.vault.remove(take.item)


def drop_untouched(home: Home) -> int:
    """Take the untouched conversations off the desk; how many there were. Call it before beginning a new one."""
    empty = [draft.talk.id for draft in desk_talk.load_all(home) if is_untouched(draft.talk)]
    for ident in empty:
        desk_talk.drop(home, ident)
    return len(empty)
