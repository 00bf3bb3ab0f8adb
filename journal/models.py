"""All models of this room; each is in its subject's folder."""

from journal.appreciations.models import Appreciation as Appreciation
from journal.closeness.models import ClosenessSentence as ClosenessSentence
from journal.copies.models import ShownCopy as ShownCopy
from journal.daily.models import DailyAsk as DailyAsk
from journal.entries.models import Entry as Entry
from journal.entries.models import OwnTrigger as OwnTrigger
from journal.letters.models import ComposedLetter as ComposedLetter
from journal.letters.models import LetterDraft as LetterDraft
from journal.lock.models import Lock as Lock
from journal.thoughts.models import Thought as Thought
from journal.triggers.models import EasedAnswer as EasedAnswer
