"""What can go wrong for a person, and the sentence that tells them: what happened, what is safe, what to do next.

`UserError` is for people and surroundings (a wrong passphrase, a full disk, a damaged file). Anything else that is raised is a bug.
Lower floors raise a code and its facts; the window and the terminal show `sentence(error)` (the window through its translations).
"""

from typing import Final


class UserError(Exception):
    """A trouble that a person can do something about: a `code` of SENTENCES and the facts its sentence names."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return sentence(self)

    def told_again(self) -> "UserError":
        """The same trouble to keep and raise later. One that was raised holds, by its traceback, all that stood around it (open files too)."""
        return type(self)(self.code, **self.facts)


class Refused(UserError):  # noqa: N818 - a rule's answer, not a fault
    """A rule of consent, role or trust says no (the terminal leaves with status 1 for every UserError)."""


class Cancelled(Exception):  # noqa: N818 - it is not an error: the person pressed Stop
    """The person pressed Stop; nothing half-done may remain."""


SENTENCES: Final[dict[str, str]] = {
    # settings of this laptop
    "SETTINGS_NOT_SAVED": "Your choices could not be saved in {folder}. Your stories are safe. Make room on the disk, then choose again.",
    # home and store
    "WRONG_PASSPHRASE": "That did not open it. Check Caps Lock and try again.",
    "NO_HOME": "There is no notebook in {folder}. Choose the right folder, or set up a notebook first.",
    "NOTEBOOK_CLOSED": "This notebook was closed in the meantime. What you saved is safe. Open it, then try again.",
    "HOME_EXISTS": "There is a notebook in {folder} already. Nothing was changed. Open it, or choose an empty folder.",
    "COPY_DAMAGED": "The copy that was made did not read back right, so it was thrown away. Your notebook is safe. Try again.",
    "STILL_ONLY_HERE": "Nobody else has {count} of the things in this notebook. Nothing was destroyed. Send first, or type yes to lose them.",
    "NO_COPY": "There is no whole copy to bring back. Nothing was changed. Choose another copy.",
    "CHECK_FAILED": "Not everything in this notebook is well: {what}. Nothing was changed. Bring your last copy back, or ask for help.",
    "FOLDER_NOT_EMPTY": "There are files in {folder} already. Nothing was changed. Choose a new or empty folder.",
    "SYNCED_FOLDER": "That folder ({why}) is copied to other places by itself. Nothing was put there. Choose one on this laptop only.",
    "STORE_IN_USE": "This notebook is open in another window already. Nothing was changed. Go on there, or close it first.",
    "STORE_OLDER": "This notebook is from an older version. It is safe. It is brought up to date before it opens.",
    "STORE_NEWER": "A newer version of this program wrote this notebook. It is safe. Update the program on this laptop to open it.",
    "STORE_DAMAGED": "A part of this notebook ({file}) is damaged and was left as it is. Your last copy is safe. Bring that back.",
    "WRONG_KEY": "This notebook did not open with that key. Nothing was changed. Choose the right notebook, or use a copy of it.",
    "NO_STORE": "A part of this notebook ({file}) is missing. Nothing was changed. Put the folder back as it was, or use a copy.",
    # first start and the programme
    "PASSPHRASE_SHORT": "That passphrase is too short. Nothing was changed. Four words are best.",
    "PASSPHRASE_NEEDED": "This notebook needs its passphrase. Nothing was opened. Type it and try again.",
    "WORDS_DIFFER": "These are not the same words. Nothing was set up. Check with your coordinator before you go on.",
    "NOT_PRACTICE": "That is not a practice notebook. Nothing was taken away. Only practice can be wiped.",
    "PACK_NOT_READY": "The programme is not ready for real conversations. Still to fill in: {missing}. Ask your coordinator.",
    "PACK_OUT_OF_DATE": "The programme file ended on {day}. Your stories are safe. Ask your coordinator for the new one before you begin.",
    "PACK_UNTRUSTED": "Nobody this program can trust has signed that programme file. Nothing was set up. Ask for the first one.",
    "WRONG_RECOVERY_KEY": "That recovery key does not open this notebook. Nothing was changed. Check it and try again.",
    "NO_RECOVERY_SLOT": "This notebook was never given to the recovery key. Nothing was changed. Only its passphrase opens it.",
    "NO_SUCH_JOINER": "That file is not waiting here any more. Nothing was changed. Look at the list again.",
    "NO_SUCH_MEMBER": "That person is not in this programme. Nothing was changed. Look at the list of people again.",
    "SAME_MEMBER": "That is you. Nothing was changed. Choose the person who takes over from you.",
    "NO_LAPTOP_THERE": "{name} has no laptop in the programme yet. Nothing was changed. Let them send first, then let them in.",
    "NO_SUCH_HAND_OVER": "That hand-over is not here. Nothing was changed. Look at the list again.",
    "LAST_COORDINATOR": "Nobody else could look after the programme. Nothing was changed. Make another coordinator first.",
    # who people are
    "IDENTITY_CLOSED": "The private cards are locked again. What you saved is safe. Type your passphrase to open them.",
    "CARDS_YES": "Nothing was changed. Type yes when you know that the old cards stay locked until their passphrase comes back.",
    "CARDS_OPEN": "These private cards open with your passphrase. Nothing was changed. Open them as always.",
    "NOT_CUSTODIAN": "This file holds private cards, and it is not for this laptop. Nothing was opened. Give it back to the sender.",
    "NO_CUSTODIAN": "{name} does not look after private cards in this programme. Nothing was packed. Ask your coordinator.",
    "NO_CARD": "There is no private card for that person. Nothing was changed. Write one first.",
    # conversations and stories
    "NO_SUCH_CONVERSATION": "That conversation is not open any more. What was finished is in your stories. Look there.",
    "NO_SUCH_PLACE": "There is no place called {name} here. Nothing was changed. Check how it is written, or choose it from the list.",
    "NO_SUCH_NOTE": "That note is not here any more. Nothing was changed. Look at the list of notes again.",
    "CODE_SLIP": "That code has a slip in it. Nothing was changed. Check each letter.",
    "NO_SUCH_CODE": "The code {typed} is not on this laptop. Nothing was changed. Check each letter, or begin with a new code.",
    "TWO_WITH_CODE": "Two people have the code {typed}. Nothing was changed. Choose which of them it is.",
    "SAME_PERSON": "That is the same code twice. Nothing was changed. Type the other code.",
    "NOT_THEIRS": "That story was not told by this person. Nothing was changed. Look at the list again.",
    "NOTHING_TO_SPLIT": "Choose some of the stories of that meeting, not all and not none. Nothing was changed.",
    "NO_SUCH_EVIDENCE": "That is not here any more. Nothing was changed. Look at their answers again.",
    "NO_STORY_WITH_CODE": "No story with that code here. Nothing was changed. Check each letter, or ask the other coordinators.",
    "TAKEN_BACK_BEFORE": "The person with that code took everything back. It went from here on {day}. There is nothing left to take out.",
    "CODE_DIFFERS": "That is not the code of this person. Nothing was taken out. Type the code as it stands above.",
    "SHARED_UNDECIDED": "Some stories were told by several people. Nothing was taken out yet. Decide about each of them first.",
    "NOTHING_CHOSEN": "Nothing was chosen to stop. Nothing was changed. Choose at least one use.",
    "GROWN_UP_FIRST": "They are under 16, and no grown-up has said yes. Your notes are safe. Ask the grown-up first, or stop and thank them.",
    "CHILD_NOT_ASKED": "The grown-up has said yes. Your notes are safe. Ask the child too: their own answer counts most.",
    "NO_PART": "They have not said yes to taking part. Your notes are safe. Ask them, or stop and thank them.",
    "NO_CONSENT": "There are no answers from this person here. Nothing was changed. Ask for them to be sent.",
    "NO_ROOM_TO_RECORD": "There is not enough room to record. Your stories are safe. Send some stories, or take notes.",
    "STORY_LET_GO": "This story may not be here now. A coordinator took it back, or somebody said no. It comes again if that changes.",
    "STORY_CLOSED": "This story was closed. Nothing of it is shown until a coordinator opens it again. Nothing is lost.",
    "NO_SUCH_STORY": "That story is not here. It may have been taken back. Look at your list again.",
    "NOT_READY": "Not ready yet. Your work is safe. Still to do: {left}.",
    "NO_SUCH_TAG": "There is no tag {tag}. Nothing was changed. Choose one from the codebook.",
    "NO_SUCH_SUGGESTION": "That tag is not on the story any more. Nothing was changed. Open the story again.",
    "DECIDED_ALREADY": "The coordinator has decided on that tag already. Nothing was changed. Write them an answer instead.",
    # blind rounds, coding, the matrix
    "ROUND_TWO_CODERS": "A round needs two people who code. Nothing was opened. Choose one more.",
    "ROUND_NO_ITEMS": "There is nothing to code for this round. Nothing was opened. Bring in stories, or choose others.",
    "ROUND_NO_TAGS": "A round needs a tag. Nothing was opened. Choose one or more.",
    "ROUND_DAY_GONE": "That last day is over already. Nothing was opened. Choose a later one.",
    "NO_SUCH_ROUND": "That round is not here. Nothing was changed. Look at the list again.",
    "ROUND_CLOSED": "This round is over. Your answers from before are kept. Nothing more can be added.",
    "ROUND_OPEN": "This round is still open. What others said is not shown. Close it first, or wait for its last day.",
    "NOT_A_CODER": "You are not one of the people who code in this round. Nothing was changed.",
    "NOT_YOUR_ROUND": "Only the person who opened this round, or a coordinator, can close it. Nothing was changed.",
    "NO_SUCH_OWN_TAG": "That tag of your own is not here. Nothing was changed. Choose another one.",
    "NAME_NEEDED": "It needs a name. Nothing was changed. Type one or two words.",
    "CODED_ALREADY": "This tag stands just there already. Nothing was changed. Choose another tag, or other words.",
    "NO_SUCH_CODING": "That is not tagged any more. Nothing was changed. Open the story again.",
    "NO_SUCH_MATRIX": "That matrix is not here. Nothing was changed. Look at the list again.",
    "MATRIX_EMPTY": "A matrix needs a story and a column. Nothing was changed. Choose one of each.",
    "NO_SUCH_COMMENT": "That question is not here any more. Nothing was sent. Open the list again.",
    # sound and media
    "NO_MICROPHONE": "No microphone was found. Nothing has been recorded. Plug one in, or allow it in the privacy settings. Then press Record again.",
    "NO_ROOM": "This laptop's disk is full. Everything up to now is safe. Make room, then go on.",
    "DISK_TROUBLE": "The disk did not take that ({reason}). What was saved before is safe. Check the disk, then try again.",
    "PHOTO_LOCKED": "This photo is locked, because a face in it needs a yes. It is kept safe. Ask the person first.",
    "MEDIA_GONE": "That sound or file is not on this laptop. The written record is safe. Ask for it to be sent again.",
    "MEDIA_DAMAGED": "That sound or file is damaged and was left alone. The written record is safe. Ask for it to be sent again.",
    "MEDIA_NEWER": "That sound or file was made by a newer version of this program. It is safe. Update the program to open it.",
    "NOT_A_CHAT": "{name} is not a chat that a phone saved. Nothing was changed. On the phone choose Export chat, then try again.",
    "CHAT_REFUSED": "{name} holds something a chat must not hold. Nothing was unpacked. Ask who made it.",
    "CHAT_EMPTY": "There is no message left by the people you chose. Nothing was changed. Choose who is who again.",
    "PHOTO_UNREADABLE": "This picture cannot be opened here. It was left as it is. Ask for it to be sent again, or keep it as a file.",
    "MEDIA_UNREADABLE": "This program cannot play that file. It was kept as it is. Ask who made it for an MP3 or MP4 copy, and bring that in.",
    "MASTER_DIFFERS": "The sound copy that was made did not match the recording. The recording is safe. It will be made again.",
    "SPEECH_ENGINE": "That listener is not on this laptop. Nothing was changed. Write the words yourself, or choose another one.",
    "SPEECH_MODEL": "There is no model in that folder that this listener can read. Nothing was changed. Choose the folder with its files.",
    "SPEECH_ENDED": "The listener ended before it was done. Your words and the sound are as they were. Try again, or another one.",
    "SPEECH_MEMORY": "This laptop has too little memory for that listener now. Nothing was changed. Close other programs, or use a smaller model.",
    "SPEECH_LANGUAGE": "That listener knows only English. This story is in another language. Nothing was changed. Write the words yourself.",
    "SPEECH_NOTHING": "It heard no words in this sound. Nothing was changed. Listen yourself, and write what you hear.",
    "RECORDER_SILENT": "The recorder did not answer. What it saved up to now is safe. Press Record to go on as a new part.",
    # keys and sealed files
    "BAD_KEY": "That is not a key this program knows. Nothing was changed. Ask for the key to be sent again.",
    "BAD_SIGNATURE": "The signature on that file is not right. Nothing was taken in. Ask the sender to send it again.",
    "BAD_SLOT": "The file that opens this notebook is damaged. Your stories are still sealed and safe. Ask for the recovery key.",
    "PRACTICE_SLOT": "That key is for practice only. Nothing was opened.",
    "NOT_SEALED": "That is not a sealed file. Nothing was changed. Choose a file that this program made.",
    "BAD_SEAL": "The beginning of that file is damaged. Nothing was taken in. Copy it again, or ask the sender to send it again.",
    "NEEDS_NEWER": "That was made by a newer version of this program. It is safe as it is. Update the program to open it.",
    "SEALED_WITH_PASSPHRASE": "That file is closed with a passphrase, which bundles never are. Nothing was opened. Ask who sent it.",
    "NOT_FOR_US": "That file is not addressed to this laptop. Nothing was changed. Give it to the person it is for.",
    "DAMAGED": "That file is damaged or not complete. Nothing was taken in. Copy it again, or ask the sender to send it again.",
    "TOO_BIG": "Something in that file is larger than it may be. Nothing was taken in. Ask who sent it.",
    # bundles
    "NOT_A_BUNDLE": "That is not a bundle of this program. Nothing was changed. Choose another file.",
    "NOT_A_PACK": "This is not a programme file. Nothing was changed. Ask for the one your coordinator made.",
    "BAD_TAR": "That bundle is not packed the way it must be. Nothing was taken in. Ask the sender to make it again.",
    "BAD_PATH": "A name inside that bundle is not allowed. Nothing was taken in. Ask who sent it.",
    "BAD_BAG": "The lists inside that bundle do not fit together. Nothing was taken in. Ask the sender to make it again.",
    "BAD_ENVELOPE": "The first page of that bundle cannot be read. Nothing was taken in. Ask the sender to make it again.",
    "BAD_LINE": "Something in that bundle is not written the way it must be. Nothing was taken in. Ask the sender to make it again.",
    "BAD_JSON": "Something in that bundle is written in a way that is not allowed. Nothing was taken in. Ask who sent it.",
    "NOT_LISTED": "That bundle holds something its own list does not name. Nothing was taken in. Ask who sent it.",
    "CUT_SHORT": "That bundle ends too early. Nothing was taken in. Copy it again, or ask the sender to send it again.",
    "UNKNOWN_SIGNER": "That bundle comes from a laptop we do not know yet. It was set aside. The coordinator can let it in.",
    "REVOKED_SIGNER": "That bundle comes from a laptop that is no longer in the programme. It was set aside. Ask the coordinator.",
    "READDRESSED": "That bundle was made for somebody else and passed on. Nothing was taken in. Ask who gave it to you.",
    "PRACTICE_MIXED": "Practice and real stories never mix. Nothing was taken in. Open that bundle in the notebook it is for.",
    "FOREIGN_PROGRAMME": "That belongs to another programme. Nothing was taken in. Ask who sent it.",
    "NOT_THEIR_SHARE": "These two keys do not open that share. Nothing was opened. Take the file that is named for these two keepers.",
    "SHARE_DAMAGED": "That share is damaged. Nothing was opened. Take another of the three files, with the keys of its two keepers.",
    "NO_KEY_THERE": "There is no key in that file. Nothing was opened. Choose the key's own file, or a share and the keys of two keepers.",
    "TWO_KEYS_NEEDED": "Two keepers are needed. Nothing was opened. Choose the share and the key files of both keepers together.",
    "NO_ROOM_THERE": "There is not enough room in {folder}. Nothing was changed. Make room there, or choose another place.",
    "NO_FOLDER": "There is no folder {folder}. Nothing was changed. Plug the stick in, or choose another folder.",
    "OTHER_FILE": "The file {name} is not the one you looked into. Nothing of it was added. Look inside it again.",
    "FILE_UNREADABLE": "The file {name} cannot be read. Nothing was changed. Check that it is there, then try again.",
    "NOT_THAT_FILM": "This is another film than the one that was left. Nothing was changed. Look for that one, or bring this in by itself.",
    "FILE_EXISTS": "There is a file with that name already: {name}. It was left alone. Choose another place.",
    "READ_BACK_FAILED": "What was written could not be read back. Your stories are safe here. Try another stick.",
    "STICK_BLOCKED": "Nothing can be written in {folder}. Sticks may be blocked here. Your stories are safe. Use a folder or mail.",
    "STICK_OUT": "The stick came out too early. Nothing is lost. Put it back and carry on.",
    "ROUTE_ADDRESS": "{address} is not an address this program can send to. Nothing was sent. Check how it is written.",
    "ROUTE_PLAIN": "That address would send your password unsealed. Nothing was sent. Ask for one that begins with https.",
    "ROUTE_LOGIN": "The server did not take that name and password. Nothing was sent. Check both, then try again.",
    "ROUTE_FORBIDDEN": "The server does not let you do that there. Nothing was changed. Ask who looks after it.",
    "ROUTE_FULL": "The server is full. Your stories are safe here. Ask who looks after it to make room, or use another way.",
    "ROUTE_TOO_LARGE": "The server takes no files that large. Your stories are safe here. Choose smaller parts for this way.",
    "ROUTE_CUT": "The connection was cut. Nothing is lost, and no half file counts. Try again: only what is missing goes.",
    "ROUTE_SHORT": "The server kept only a piece of {name}. That piece does not count. Try again, or use another way.",
    "ROUTE_AWAY": "{address} does not answer. Nothing was sent. Check the network, then try again.",
    "ROUTE_CLOCK": "The clock of this laptop is not the clock of the server. Nothing was sent. Set date and time right, then try again.",
    "ROUTE_UNPROVED": "{address} could not prove who it is. Nothing was sent. Look at the date of this laptop, then ask who looks after it.",
    "ROUTE_NO_FOLDER": "There is no such folder at {address}. Nothing was sent. Check how it is written.",
    "ROUTE_TAKEN": "There is another file called {name} there. It was left alone. Nothing was sent. Use another folder.",
    "ROUTE_GONE": "{name} is not there any more. Nothing was changed. Look again at what is there.",
    "ROUTE_OTHER_KEY": "{address} shows another key than before. Nothing was sent. Ask who looks after it before you go on.",
    "ROUTE_NEW_KEY": "{address} is new here. Nothing was sent. Compare its key with who looks after it, then try again.",
    "NOT_TWO_COPIES": "Not two other laptops have said that they hold it. Nothing was removed. Wait until their answers come.",
    "NO_SUCH_ROUTE": "That way is not set up here. Nothing was sent. Choose another way.",
    "NOBODY_TO_ASK": "It cannot be told who made that file. Nothing was changed. Ask the person who gave it to you to send it again.",
    "NOTHING_MISSING": "Everything of that is here. Nothing was changed.",
    "NO_SUCH_REQUEST": "That wish is not here any more. Nothing was sent. Look at the list again.",
    "NOTHING_LEFT_TO_SEND": "Nothing of that may go to {name} any more. Nothing was sent. Tell them so.",
    "NOTHING_TO_SEND": "There is nothing new to send to {name}. Nothing was changed. Mark a story ready first.",
    "UNWANTED_FILE": "That file was sent here by mistake, and its sender asked to destroy it. Nothing was taken in. Delete the file.",
    "SAME_NAME": "That file has the name of another one that came before. Nothing was taken in. Ask {name} about both files.",
    "NO_SUCH_WISH": "That wish waits no more. Nothing was changed. Look at the list again.",
    "NO_SUCH_LAPTOP": "There is no laptop called {label} in use, or it is this one. Nothing was changed. Look at the list again.",
    "NO_SUCH_SENDING": "That was not sent from this laptop. Nothing was changed. Look at the list again.",
    "NOTHING_WRITTEN": "Nothing is written yet. Nothing was changed. Say in a few words what was done.",
    "NO_SUCH_RECIPIENT": "There is nobody called {name} to send to. Nothing was changed. Choose somebody from the list.",
    "FIRST_WORD": "That is not the first of the six words of {name}. Nothing was sent. Ask them for it, then try again.",
    "NOBODY_WITH_WORDS": "Nobody who waits has these six words. Nobody was let in. Ask them to read out all six once more.",
    "QUARANTINE_FULL": "Too much is waiting to be let in already. Nothing was taken in. Let somebody in, or throw a waiting file away.",
    # review, quotes and reports
    "WHY_NEEDED": "Say why in a few words. Your decision is not saved yet.",
    "REASON_NEEDED": "Say why in a few words. Your decision is not saved yet. The researcher will read it.",
    "TAG_NEEDED": "Choose the tag that fits better. Your decision is not saved yet.",
    "TAG_NAME_NEEDED": "A tag needs a name. Nothing was changed. Type a name of a few words.",
    "TAG_NAME_TAKEN": "There is a tag called {name} already. Nothing was changed. Use that one, or choose another name.",
    "TAG_CODE_TAKEN": "The short code {short} belongs to another tag. Nothing was changed. Choose another one.",
    "TAG_CIRCLE": "That would go round in a circle. Nothing was changed. Choose a tag that does not come from this one.",
    "TAG_TOO_DEEP": "Tags stand at three levels at most. Nothing was changed. Put it under a tag nearer the top.",
    "TAG_NOT_IN_USE": "That tag is not in use now. Nothing was changed. Choose one that is.",
    "SPLIT_NEEDS_TWO": "A tag is split into two or more. Nothing was changed. Name at least two new tags.",
    "UNDO_TOO_LATE": "That change is more than {days} days old. Nothing was changed. Make a new change instead.",
    "CHANGED_SINCE": "The tag was changed again since then. Nothing was changed. Undo the newest change first.",
    "NO_SUCH_CHANGE": "That change of the codebook is not here. Nothing was changed. Look at the list again.",
    "FEEDBACK_EMPTY": "Write what people said, and what became of it. Nothing was kept yet.",
    "WHO_KNOWS": "Write who knows where you are. Nothing was kept yet.",
    "NOT_A_TIME": "Write an hour such as 15:30, or leave it blank. Nothing was kept yet.",
    "CLOCK_TOO_EARLY": "That cannot be: your programme began on {day}. Nothing was changed. Put this laptop’s clock right, then try again.",
    "NOT_A_DAY": "Write a day such as 14/5/2026, not one to come. Nothing was kept yet.",
    "STEP_EMPTY": "Write a few words first. Nothing was kept yet.",
    "REPLIED_ALREADY": "You have written back about this already. Nothing was changed. Bring it to the tag chat.",
    "QUESTION_NEEDED": "Write your question first. Nothing was changed.",
    "DECISION_REPLACED": "Somebody has decided again since then. Both are kept. Open the story and look at the newest one.",
    "MASK_EMPTY": "Choose the words to hide, and what to show in their place. Nothing was changed.",
    "RELEASED_ALREADY": "The evaluators have this story already. Nothing was changed. Mask again to hide more words.",
    "RELEASE_UNREAD": "Read the title and the notes first, then tick the box. Nothing was changed.",
    "RELEASE_NAMES": "Somebody may be named by {words}. Nothing was released. Hide each, or leave it as it is, then release it.",
    "RELEASE_NOT_READY": "This story is not ready yet. Nothing was changed. Mark it ready first.",
    "RELEASE_CLOSED": "This story is closed. Nothing was changed. Open it first if the person agrees.",
    "TAKEN_BACK": "The person took these words back. Nothing was changed.",
    "ALREADY_SETTLED": "These versions have been settled already. Nothing was changed. Open the story to see the newest one.",
    "TWO_QUOTES_ALREADY": "There are two quotes by this person already. Nothing was changed. Say why you need one more.",
    "QUOTE_NO_WORDS": "There are no words here to quote, only sound. Nothing was changed. Mark the words first.",
    "NO_SUCH_PASSAGE": "That passage is not here any more. Nothing was changed. Open the story again.",
    "NOT_IN_MASKED_COPY": "Those words are not in the masked copy. Nothing was placed. Choose Masked and select the words there.",
    "MASKED_APART": "Two people hid words here apart. Nothing was changed. A coordinator puts them together in the review first.",
    "WORDS_NOT_ONCE": "Those words do not stand exactly once in the masked copy. Nothing was placed. Choose more words, or fewer.",
    "OUTSIDE_THE_SOUND": "There is no sound there. Nothing was changed. Choose a time inside the recording.",
    "NO_SUCH_REPORT": "That report is not here any more. Nothing was changed. Look at the list of reports again.",
    "NOT_CHECKED": "{left} questions of the check have no tick yet. Nothing was written. Look at each, then make it again.",
    "SHEET_TOO_LONG": "This is more than one page holds. Nothing was written. Shorten some words or take a quote out, then make it again.",
    "REPORT_NO_DAY": "This needs a last day. Nothing was written. Say until which day it may be used, like 2027-01-31.",
    "REPORT_EXPIRED": "This was to be shared until {day} only. Nothing was written. Choose a later day, or begin a new one.",
    "WORDS_NOT_THERE": "These words do not stand in the story. Nothing was marked. Copy them from the story as they are.",
    "QUOTE_CHANGED": "The words have changed since they were marked. Nothing was changed. Mark them again, then quote them.",
    "NOT_FOR_QUOTING": "These words are marked as not for quoting. Nothing was changed. Ask whoever marked them.",
    "QUOTE_VERBATIM": "These are the words before masking. Nothing was changed. Quote from the masked words.",
    "FOLDER_REFUSED": "Nothing can be written in {folder}. Your stories are safe. Choose another folder.",
    # exchange with other programs
    "NOT_AN_EXCHANGE": "{name} is not a file that this can be read from, or it is damaged. Nothing was changed. Ask for it to be saved again.",
    "EXCHANGE_REFUSED": "{name} holds something such a file must not hold. Nothing was taken in. Ask who made it.",
    "NOTHING_TO_TAKE": "There is no story here that may go to another program. Nothing was written. Look in the library who agreed to what.",
    "EXCHANGE_EMPTY": "There are no tags in {name}. Nothing was changed. Choose another file.",
    # a table of ratings
    "TABLE_UNREADABLE": "{name} is not a table that can be read here. Nothing was changed. Save the sheet as CSV UTF-8, then choose that.",
    "TABLE_EMPTY": "There are no ratings in {name}. Nothing was changed. Give each thing rated a line and each person a column.",
    "TABLE_ONE_PERSON": "There is only one person’s column in {name}. Nothing was changed. Give each person who rated a column.",
    "TABLE_NOT_NUMBERS": "Ratings of this kind are numbers, and this one is not: {cell}. Nothing was changed. Leave names out, or mend that cell.",
    "TABLE_BELOW_ZERO": "Nothing from a true zero is below it, and this is: {cell}. Nothing was changed. Choose another kind, or mend that cell.",
    "TABLE_TOO_LARGE": "{name} holds too many lines or different ratings to compare here. Nothing was changed. Choose a smaller table.",
    # roles and rules
    "NOT_YOURS": "Somebody else wrote this. Nothing was changed. Ask them, or your coordinator.",
    "NOT_YOUR_ROLE": "Your role in this programme does not do that. Nothing was changed. Ask your coordinator.",
    "NO_PERMISSION": "There is no permission for that: {scope}. Nothing was changed. Ask the person first.",
    "NO_PERMISSION_TO_PUBLISH": "There is no permission to publish. Nothing has left this laptop.",
}


SCOPES: Final[dict[str, str]] = {
    "take_part": "taking part",
    "sensitive": "private things",
    "audio": "recording the voice",
    "video": "filming",
    "photo": "photos",
    "transcript": "writing the words down",
    "share_team": "the team reading it",
    "share_media_team": "the team hearing it",
    "quote_anon": "being quoted with no name",
    "quote_named": "being quoted with a name",
    "publish_clip": "letting others hear the voice",
    "publish_photo": "showing the photo",
    "recontact": "being asked again",
    "archive": "keeping it in an archive",
    "other_research": "other research",
    "copyright": "the rights in the recording",
}
"""What people agree to, as it stands inside a sentence."""


def fact(name: str, value: object) -> str:
    """A fact as a person reads it: what somebody agrees to has a name of its own in the ledger, and words here."""
    return SCOPES.get(str(value), str(value)) if name == "scope" else str(value)


def sentence(error: UserError) -> str:
    """The plain English sentence for an error, with its facts put in; an unknown code is shown as itself (a test forbids that)."""
    pattern = SENTENCES.get(error.code, error.code)
    try:
        return pattern.format(**{n: fact(n, v) if n == "scope" else v for n, v in error.facts.items()})
    except (KeyError, IndexError):
        return pattern
