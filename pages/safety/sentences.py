"""What is promised between the two, what cannot be, and what one can do. Each promise has tests (tests/safety/)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PROMISED = (
    _(
        "Nobody learns whether you have read something, written something, or were here. No page, mail or notice "
        "gives it away."
    ),
    _("Answers open together. Until then everything looks the same, whether you have written or not."),
    _(
        "What you keep for yourself stays with you. What you show is a copy, and gone from the other's pages once "
        "you take it back."
    ),
    _(
        "Nothing counts unless both of you said yes to the same words. Either of you ends it alone, at once, without "
        "a reason."
    ),
    _(
        "You can stop using Steady together at any time, alone and at once. Nothing is sent, and no pause stands in "
        "the way."
    ),
    _("A pause needs nobody's leave and ends by itself. Help, your own pages and the way out stay open meanwhile."),
    _("Mails and lock screens name nobody, no feeling and nobody's words, unless you chose that for your own."),
    _("What would carry your words further, such as another mailbox, asks for your password again and is told to you."),
    _("There is no record of who kept to what: what was asked, paused or skipped is not held against anyone."),
)

CANNOT = (
    _(
        "Someone who holds your unlocked phone can read what is open on it. Someone who knows your password is you "
        "to us."
    ),
    _("What was read cannot be unread, and a screenshot stays where it is."),
    _("The browser's history, mails that have come and whoever watches your network are out of our reach."),
    _("Once a talk's time has come, it shows when answers have not opened: then one of you has not written."),
    _("Whoever runs this service can read what is stored, since they hold the keys."),
    _("No agreement and no pause protects anyone from threats or violence, and nothing here is proof of anything."),
)

HELPS = (
    _("A password and a phone code that nobody else knows, and the second step at sign-in."),
    _("“Where you are signed in” lists every browser; you can end each of them."),
    _("Say that others might see your mailbox, and mails read like a calendar. Or have none."),
    _("A lock for Mine asks for the password before your own pages open."),
    _("Quick exit is on every page, and so is Help. Both work without signing in."),
)
