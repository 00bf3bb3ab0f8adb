"""All models of this room; each is in its subject's folder."""

from couples.access.models import CountedTries as CountedTries
from couples.access.models import KnownBrowser as KnownBrowser
from couples.begun.models import BegunText as BegunText
from couples.codes.models import MailedCode as MailedCode
from couples.keys.models import ApiKey as ApiKey
from couples.pairing.models import Invitation as Invitation
from couples.people.models import User as User
from couples.seats.models import Couple as Couple
from couples.seats.models import Membership as Membership
