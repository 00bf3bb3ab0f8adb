"""All models of this room; each is in its subject's folder."""

from journal.appreciations.models import Appreciation as Appreciation
from journal.closeness.models import ClosenessSentence as ClosenessSentence
from journal.copies.models import ShownCopy as ShownCopy
from journal.daily.models import DailyAsk as DailyAsk
from journal.entries.models import Entry as Entry
from journal.entries.models import OwnTrigger as OwnTrigger
from journal.habits.models import Habit as Habit
from journal.habits.models import HabitsOn as HabitsOn
from journal.letters.models import ComposedLetter as ComposedLetter
from journal.letters.models import LetterDraft as LetterDraft
from journal.lines.models import DailyLine as DailyLine
from journal.lists.models import OwnItem as OwnItem
from journal.lock.models import Lock as Lock
from journal.needs.models import Ranking as Ranking
from journal.thoughts.models import Thought as Thought
from journal.triggers.models import EasedAnswer as EasedAnswer
