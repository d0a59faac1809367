"""Half-typed text that has no record yet (an answer to a question, a reply to a decision, what I saw): in the desk file at once, nowhere else."""

from ldp_stories.services.home import Connection, Home
from ldp_stories.services.undo_words import forget_versions, keep_version
from ldp_stories.store import desk

SAW = "saw"
"""Under this name undo keeps the versions of what I saw, while it has no story yet."""

_OWN = "own typed:"
_FORM = "form typed:"
_ANSWER = "answer:"
_SAW = "saw:"


def keep_answer(home: Home, comment: str, text: str) -> None:
    """Keep what is typed as the answer to a question (or the reply to a decision, by its id); an empty text forgets it. Durable when this returns."""
    _keep(home, _ANSWER + comment, text)


def answers_typed(home: Home) -> dict[str, str]:
    """Half-typed answers by the question's or the decision's id."""
    return _typed(home, _ANSWER)


def keep_own(home: Home, field: str, text: str) -> None:
    """Keep what is typed into a field of one's own page (who knows where one is, a step of the journey) before it is added."""
    _keep(home, _OWN + field, text)


def own_typed(home: Home) -> dict[str, str]:
    """The fields of one's own page that were typed and not added."""
    return _typed(home, _OWN)


def keep_form(home: Home, form: str, field: str, text: str, *, emptied: bool = False) -> None:
    """Keep what is typed into a field of a form before the form is done; `form` names the story it is about, if any, and goes with it.

    An empty text forgets it, unless the field was `emptied`: what stood in it shall not come back.
    """
    with home.desk.write() as con:
        if text or emptied:
            desk.save(con, f"{_FORM}{form}:{field}", text)
        else:
            desk.drop(con, f"{_FORM}{form}:{field}")


def form_typed(home: Home, form: str) -> dict[str, str]:
    """The fields of a form that were typed and are not done."""
    return _typed(home, f"{_FORM}{form}:")


def forms_begun(home: Home, beginning: str) -> tuple[str, ...]:
    """The forms whose names begin so, in which something was typed and not done."""
    with home.desk.read() as con:
        keys = [key.removeprefix(_FORM) for key, _ in desk.rows(con, f"{_FORM}{beginning}")]
    return tuple(dict.fromkeys(key.rpartition(":")[0] for key in keys))


def form_done(home: Home, form: str) -> None:
    """It stands elsewhere now, or the person let go of it: nothing of it stays."""
    with home.desk.write() as con:
        for key, _ in desk.rows(con, f"{_FORM}{form}:"):
            desk.drop(con, key)


def keep_saw(home: Home, field: str, text: str, *, half: bool = False) -> None:
    """Keep what is typed into a field of "Write what I saw" before it is written down; an empty text forgets it. `half`: a word is being made."""
    with home.desk.write() as con:
        _put(con, _SAW + field, text)
        if not half:
            keep_version(con, SAW, field, text)


def saw_written(home: Home) -> None:
    """It stands in a story now: nothing of it stays beside, earlier versions neither."""
    with home.desk.write() as con:
        for key, _ in desk.rows(con, _SAW):
            desk.drop(con, key)
        forget_versions(con, SAW)


def saw_typed(home: Home) -> dict[str, str]:
    """The fields of "Write what I saw" that were typed and not written down."""
    return _typed(home, _SAW)


def _keep(home: Home, key: str, text: str) -> None:
    with home.desk.write() as con:
        _put(con, key, text)


def _put(con: Connection, key: str, text: str) -> None:
    if text:
        desk.save(con, key, text)
    else:
        desk.drop(con, key)


def _typed(home: Home, prefix: str) -> dict[str, str]:
    with home.desk.read() as con:
        return {key.removeprefix(prefix): str(value) for key, value in desk.rows(con, prefix)}
