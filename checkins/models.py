"""All models of this room; each is in its subject's folder."""

from checkins.agenda.models import Topic as Topic
from checkins.answers.models import Answer as Answer
from checkins.answers.models import Seal as Seal
from checkins.answers.models import TakeAway as TakeAway
from checkins.rhythm.models import CheckIn as CheckIn

# The first migration names it here.
from checkins.rhythm.models import usual_prompts as usual_prompts
