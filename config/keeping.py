"""What Django itself keeps for running the service."""

from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from basics.keeping import Keeping, Secrecy, exempt
from config.models import Canary
from couples.people.models import User


def forget_what_was_done_to(person: User, now: datetime) -> None:
    """Forget what operators did with this account: an entry names it by its number."""
    about_people = LogEntry.objects.filter(content_type__app_label=User._meta.app_label, content_type__model="user")
    about_people.filter(object_id=str(person.pk)).delete()


KEEPINGS = (
    # A session names its person only inside its data; what names them beside it is allauth's row of the same session.
    Keeping(
        Session,
        Secrecy.MINE,
        _("That you are signed in on this device."),
        not_exported="Whoever found the file could be signed in with it.",
    ),
    exempt(Canary, "Tells whether the keys fit and whether anything can be written."),
    exempt(
        LogEntry,
        "What operators did in the admin; partners do nothing there.",
        owner="user",
        on_erasing=forget_what_was_done_to,
    ),
    exempt(ContentType, "The names of the models."),
    exempt(Permission, "The rights that operators may have."),
    exempt(Group, "Groups of operators."),
    exempt(Group.permissions.through, "The rights of such groups."),
)
