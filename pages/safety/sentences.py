"""What is promised between the two, what cannot be, and what one can do. Each promise has tests (tests/safety/)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

INTRODUCTION = _(
    "Steady is for two people who wish each other well, and it is built so that neither gets power over the other "
    "by it. This is how far that goes."
)

PROMISED = (
    _(
        "What is yours stays yours. What you note, think and draft is seen by nobody until you show it, and "
        "what you showed you can take back."
    ),
    _("Answers open together or not at all. Until then nothing tells whether you have written."),
    _("Nobody sees when you were here, what you have read, where you are, or how long you took."),
    _("Nothing counts unless both of you said yes to the same words. Silence is no yes, and no needs no reason."),
    _(
        "Either of you ends an agreement alone, and a pause ends by itself. It never stands in the way of "
        "help or of leaving."
    ),
    _(
        "You can leave at any time, alone and at once; nothing is sent. The other cannot come back in, and "
        "cannot delete what is yours."
    ),
    _("Nobody can flood you: how much one can send in a day is limited, the same for both."),
    _("Mails, notifications and calendars do not say what it is about, unless you chose that."),
)

CANNOT = (
    _("What was shown can be photographed or copied. You can take it back here; what was read cannot be unread."),
    _(
        "Whoever holds your unlocked phone reads what you can read, and can tap as you. A lock for Mine asks for "
        "the password first; quick exit signs you out."
    ),
    _("Whoever knows your password, or reads your mailbox, can get in as you."),
    _("Whoever has put a program for watching on your phone sees all that you see."),
    _(
        "Whoever forces you to show, write or sign something: no page can prevent that. What you say under "
        "pressure binds you to nothing here."
    ),
    _(
        "Once it is time for a talk, it shows whether and when your answers open. “I’ll say it aloud” and “not "
        "today” count as answers."
    ),
    _("Whoever runs this server can reach what is stored on it."),
)

DANGER_FIRST = _("If it could be dangerous that they notice, speak with one of the lines on the help page first.")
# In this order.
IF_THE_PASSWORD_IS_KNOWN = (
    _("Take a device they cannot get at."),
    _(
        "Set a new password for your mailbox, then one for Steady. That ends every other sign-in, and what "
        "programs were let in with."
    ),
    _("Turn on the second step in the settings, on a phone that only you have."),
    _(
        "See in the settings where you are signed in and which devices get notifications, and take away what "
        "you do not know."
    ),
)
