"""All models of this room; each is in its subject's folder."""

from checkins.agenda.models import Topic as Topic
from checkins.answers.models import Answer as Answer
from checkins.answers.models import Seal as Seal
from checkins.answers.models import TakeAway as TakeAway
from checkins.answers.models import WithoutWriting as WithoutWriting
from checkins.feed.models import CalendarFeed as CalendarFeed
from checkins.moving.models import Move as Move
from checkins.moving.models import Suits as Suits
from checkins.questions.models import DeckChoice as DeckChoice
from checkins.questions.models import Drawing as Drawing
from checkins.questions.models import HeavyYes as HeavyYes
from checkins.questions.models import OwnDeck as OwnDeck
from checkins.questions.models import OwnQuestion as OwnQuestion
from checkins.questions.models import QuestionYes as QuestionYes
from checkins.rhythm.models import CheckIn as CheckIn

# The first migration names it here.
from checkins.rhythm.models import usual_prompts as usual_prompts
from checkins.rituals.models import Occasion as Occasion
from checkins.talking.models import Turns as Turns
from checkins.theme.models import SealedNeeds as SealedNeeds
from checkins.theme.models import Theme as Theme
from checkins.tries.models import Try as Try
