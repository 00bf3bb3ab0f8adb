"""What the privacy page says beside what each room keeps: what holds for all of it, and what is not kept at all.

Each is true of this code; what an operator does beside it (a proxy's log, where backups lie) is said to be theirs.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

IN_SHORT = (
    _("What is yours alone, nobody else sees: not your partner, on no page and in no mail."),
    _("What you write is stored encrypted. Nobody reads along, and nothing is sold, studied or shown to advertisers."),
    _("Your partner never learns when you were here, what you have read, or whether you have written."),
    _("You can stop at any time, alone and at once. Nothing is sent to anyone."),
    _("Whoever runs this service holds the keys. Do not write here what nobody who runs a computer may ever see."),
)

NEVER = (
    _("When you were last here, how often you come, and what you have read."),
    _("Where you are, your network's address, and which device you use but for its name, such as “Firefox · Android”."),
    _("Whether you kept to what you agreed: no ticks, no scores, no history of pauses or of what was asked."),
    _("A word for what kind of person you are."),
    _("That you opened the help page, or what you looked for there."),
)

COOKIES = (
    _("“sessionid” keeps you signed in, for 60 days at most."),
    _("“csrftoken” makes sure that a form was sent from a page of ours."),
    _("“browser” lets you in here even when strangers try wrong passwords elsewhere, for a year."),
    _("“whose” and “unsent” bring back what you typed when a sign-in ended meanwhile."),
    _("“django_language” remembers the language you chose before signing in, or read in when you signed out."),
)

ENCRYPTED = _("Your own words are encrypted before they are stored, and so are the secrets of your second step.")
KEYS = _(
    "Whoever runs this service holds the keys, as they must to show you what you wrote. With the keys and the "
    "database together everything can be read."
)
PLAIN = _("Your name, your mail address, and days, times and numbers are not encrypted.")

LOGS = _("Our logs hold no names, addresses, pages or words: when something was asked for, and whether it went well.")
PROXY = _("Machines in front of this service may keep logs of their own. Whoever runs it decides that.")
BACKUPS = _(
    "Whoever runs this service makes backups. What you delete is gone from the service at once, and from a backup "
    "when it "
    "is replaced by a newer one. A backup holds no sign-in."
)

NO_OTHERS = _(
    "We hand nothing to any other company: no statistics, no advertising, no files from elsewhere on any page."
)
ON_THE_WAY = _(
    "What you ask to be sent has to pass others: a mail the mail servers, a notification the maker of your browser, "
    "another app "
    "its own service. Unless you chose more, it says no more than “Reminder: today 20:30”."
)
HASHES = _(
    "Where mail must not flood anyone, or must never be sent again, the service remembers a code made from the "
    "address, and not "
    "the address. Such a block outlasts every account."
)
YOURS = (
    _(
        "Settings: download everything that is yours and what you two share, in one file that needs no account "
        "to be read."
    ),
    _("Settings: delete your account, at once, or after seven days in which you can still change your mind."),
    _("More: stop using Steady together. Each keeps their own words and what you agreed, to read."),
    _("Each page of yours: change or delete what you wrote."),
)
THE_RULE = _("Where nothing else stands beside it, it stays until you delete it, and goes with your account.")
ASK = _("Questions about any of this, or about your own data:")
NO_CONTACT = _(
    "Questions about any of this go to whoever runs this service: the person who gave you its address knows who that "
    "is."
)
