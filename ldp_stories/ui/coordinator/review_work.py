"""What a reviewer does to one story, and how the last thing is undone. No widgets: words go out, errors are raised."""

from __future__ import annotations

from collections.abc import Callable

from ldp_stories.domain.review import Choice
from ldp_stories.services import record_state, review_tags
from ldp_stories.services.find_names import may_be_a_name, not_a_name
from ldp_stories.services.home import Home
from ldp_stories.services.join_masked import join_masked
from ldp_stories.services.mask_words import Masked, mask, undo_mask
from ldp_stories.services.place_passages import place_passage, take_off
from ldp_stories.services.release_record import Released, release, take_back_release
from ldp_stories.ui.coordinator.queue_words import field_words
from ldp_stories.ui.coordinator.review_story import ReviewStory, TagLine, decision_words
from ldp_stories.ui.text import many, tr


class ReviewWork:
    """Writes decisions, masks and releases. Each returns the words of what was done and keeps how to undo it until the next one."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._undo: Callable[[], object] | None = None

    @property
    def can_undo(self) -> bool:
        """Whether the last thing can be taken back."""
        return self._undo is not None

    def forget(self) -> None:
        """Something else has changed, or another story is in hand: nothing to undo any more."""
        self._undo = None

    def take_back(self) -> None:
        """Undo the last thing; UserError DECISION_REPLACED, RELEASED_ALREADY when it is too late."""
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()

    def decide(
        self, story: ReviewStory, line: TagLine, choice: Choice, reason: str = "", tag: str = ""
    ) -> str:
        """Decide on one tag; "Accepted D1". Refused REASON_NEEDED, TAG_NEEDED, QUESTION_NEEDED: nothing was written then."""
        made = review_tags.decide(self.home, line.suggestion, choice, reason=reason, to_tag=tag or None)
        self._undo = lambda: review_tags.undo(self.home, made.id)
        words = decision_words(made, story.book)
        if choice is Choice.ASK:
            return tr("Asked {name} about {tag}", name=line.by, tag=line.short)
        if choice is Choice.CHANGE:
            return tr("{tag}: {done}", tag=line.short, done=words)
        return f"{words} {line.short}" if choice is Choice.ACCEPT else f"{line.short}: {words}"

    def accept_all(self, story: ReviewStory) -> str:
        """Accept every tag that waits; "Accepted 3 tags"."""
        made = review_tags.accept_all(self.home, story.view.record.id)
        self._undo = lambda: [review_tags.undo(self.home, one.id) for one in made]
        return many(len(made), "Accepted {n} tag", "Accepted {n} tags")

    def add_tag(self, story: ReviewStory, passage: str | None, tag: str, reason: str) -> str:
        """Add a tag the coordinator sees, on a passage or the whole story; "Added B7"."""
        review_tags.suggest(self.home, story.view.record.id, passage, tag, reason)
        self.forget()
        return tr("Added {tag}", tag=story.book[tag].code)

    def thank(self, story: ReviewStory, words: str) -> str:
        """Thank the researcher for this story; "Thanked Amina"."""
        review_tags.thank(self.home, story.view.record.id, "", words)
        self.forget()
        return tr("Thanked {name}. It goes with your next answer.", name=story.researcher)

    def mask(self, record: str, find: str, put: str) -> Masked:
        """Hide words in all copies of the story. Refused MASK_EMPTY."""
        done = mask(self.home, record, find, put)
        self._undo = (lambda: undo_mask(self.home, record)) if done.layer or done.also_in else None
        return done

    def leave(self, record: str, words: str) -> str:
        """Leave words as they are that may be a name; "Left “Dr Green” as it is"."""
        not_a_name(self.home, record, words)
        self._undo = lambda: may_be_a_name(self.home, record, words)
        return tr("Left “{words}” as it is", words=words)

    def place(self, passage: str, layer: str, start: int, end: int) -> str:
        """Place a passage on words of the masked copy; its id there. Refused NOT_IN_MASKED_COPY."""
        twin = place_passage(self.home, passage, start, end, layer=layer)
        self._undo = lambda: take_off(self.home, twin)
        return twin

    def join(self, record: str) -> str:
        """Put masked copies that two people made apart together. UserError ALREADY_SETTLED."""
        done = join_masked(self.home, record)
        self.forget()
        if done.lost:
            return tr("Put together. Words under a mask were changed, so all of that is hidden. Look at it.")
        if done.needs_placing:
            n = len(done.needs_placing)
            return many(
                n, "Put together. {n} passage needs placing.", "Put together. {n} passages need placing."
            )
        return tr("Put together. All that either of them hid is hidden.")

    def open_again(self, record: str) -> str:
        """Open a story that was kept closed. Refused NOT_YOUR_ROLE."""
        record_state.open_again(self.home, record)
        self._undo = lambda: record_state.keep_closed(self.home, record)
        return tr("The story is open again.")

    def release(self, record: str, *, has_read: bool) -> Released:
        """Release to the evaluators. Refused RELEASE_UNREAD, RELEASE_CLOSED, RELEASE_NOT_READY, TAKEN_BACK, NO_PERMISSION."""
        done = release(self.home, record, read_title_and_notes=has_read)
        self._undo = lambda: take_back_release(self.home, record)
        return done

    def hold(self, record: str) -> str:
        """Stop sending it to evaluators from now on."""
        take_back_release(self.home, record)
        self.forget()
        return tr("From now on it is not sent to evaluators. What they have stays with them.")


def masked_words(done: Masked) -> str:
    """What a masking did: "Hid 3 copies in the words. Evaluators do not see them in the title either." """
    words = (
        many(done.copies, "Hid {n} copy in the words.", "Hid {n} copies in the words.")
        if done.copies
        else tr("Those words stand nowhere in this story.")
    )
    if done.also_in:
        places = ", ".join(dict.fromkeys(field_words(name) for name in done.also_in))
        also = tr("Evaluators do not see them in {places} either.", places=places)
        words = f"{words} {also}" if done.copies else also
    if done.needs_placing:
        words += " " + many(
            len(done.needs_placing),
            "{n} passage needs placing by hand.",
            "{n} passages need placing by hand.",
        )
    return words
