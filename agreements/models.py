"""All models of this room; each is in its subject's folder."""

from agreements.calls.models import Call as Call
from agreements.calls.models import HoldingReply as HoldingReply
from agreements.calls.models import SavedAnswer as SavedAnswer
from agreements.drafts.models import Draft as Draft
from agreements.drafts.models import NotOffered as NotOffered
from agreements.letters.models import Agreement as Agreement
from agreements.letters.models import Consent as Consent
from agreements.letters.models import PrivateLine as PrivateLine
from agreements.letters.models import RefusedTry as RefusedTry
from agreements.letters.models import Version as Version
from agreements.pauses.models import Pause as Pause
from agreements.pauses.models import ReturnPage as ReturnPage
from agreements.pauses.models import Stretch as Stretch
from agreements.phrases.models import OwnAnswer as OwnAnswer
from agreements.phrases.models import OwnPhrase as OwnPhrase
from agreements.phrases.models import SentPhrase as SentPhrase
from agreements.responsibilities.models import Unnoticed as Unnoticed
from agreements.trials.models import TrialAnswer as TrialAnswer
