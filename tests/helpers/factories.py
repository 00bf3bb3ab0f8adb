"""People and things for tests, made by the same verbs that pages and API call.

Every function takes `now` where a verb does; without it, it is the present. Names tell people apart: `person("Dana")`
has the address dana@example.org and the password PASSWORD.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from agreements.calls.models import Call
from agreements.calls.verbs import ask
from agreements.drafts.models import Draft
from agreements.drafts.verbs import begin_draft
from agreements.kinds.base import kind_named
from agreements.kinds.form import first_terms
from agreements.kinds.talks import with_talk
from agreements.kinds.terms import Terms
from agreements.letters import consent
from agreements.letters.models import Agreement, Consent, Version
from agreements.letters.reminders import tell_letter
from agreements.letters.versions import put_in_force
from agreements.pauses.models import Pause, ReturnPage
from agreements.pauses.returning import Written, hand_in_page
from agreements.pauses.verbs import SLIP_WITHIN, start_pause
from agreements.phrases.models import SentPhrase
from agreements.phrases.verbs import send as send_phrase
from agreements.responsibilities import unnoticed as unnoticed_verbs
from agreements.responsibilities.models import Unnoticed
from basics.localtime import local
from basics.transactions import acting
from checkins.agenda.models import Topic
from checkins.agenda.verbs import queue_topic
from checkins.answers.verbs import Given, hand_in
from checkins.questions.prompts import with_drawn
from checkins.rhythm.models import CheckIn
from checkins.tries.models import Try
from checkins.tries.verbs import try_this
from couples.live.verbs import raise_revisions
from couples.pairing import verbs as pairing
from couples.pairing.models import Invitation
from couples.people.models import Revision, User
from couples.seats import leaving
from couples.seats.models import Couple, Membership
from couples.seats.naming import names_now
from reminders.models import Reminder, State

PASSWORD = "a quiet hour on sunday"
# What somebody types to sign up, beside an address.
NEW = {"name": "Zoe", "password1": "lanterns over the river", "language": "en", "time_zone": "Europe/Berlin"}

_numbers = itertools.count(1)


def person(name: str = "", **fields: Any) -> User:
    """Make a person who has signed up and verified their address. Without a name they get one of their own."""
    name = name or f"Person {next(_numbers)}"
    email = fields.pop("email", f"{name.lower().replace(' ', '-')}@example.org")
    given = {"language": "en", "time_zone": "Europe/Berlin", "first_steps_done": True, **fields}
    user = User.objects.create_user(email, PASSWORD, name=name, **given)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def staff_person(name: str = "Operator") -> User:
    """Make an operator, who may use the admin and holds no seat."""
    return person(name, is_staff=True, is_superuser=True)


@dataclass(frozen=True)
class Pair:
    """Two connected people. `alice` and `bob` are the users, the seats are their memberships."""

    couple: Couple
    alice: User
    bob: User
    alice_seat: Membership
    bob_seat: Membership

    def left(self, now: datetime | None = None) -> Pair:
        """Let Alice leave; return the pair."""
        leaving.leave(self.alice_seat, now or timezone.now())
        return self


def connected_couple(alice: User | None = None, bob: User | None = None, now: datetime | None = None) -> Pair:
    """Connect two people, by default new ones called Alice and Bob, through an invitation to Bob's address."""
    alice, bob = alice or person("Alice"), bob or person("Bob")
    now = now or timezone.now()
    invitation = pairing.invite(alice, bob.email, uuid.uuid4(), now)
    pairing.claim(invitation, bob, now)
    return pair_of(alice)


def pair_of(user: User) -> Pair:
    """Return the pair that `user` is the first seat of, fresh from the database."""
    seats = Membership.objects.active().select_related("couple", "user")
    mine, theirs = sorted(seats.filter(couple__memberships__user=user), key=lambda seat: seat.user_id != user.pk)
    return Pair(mine.couple, mine.user, theirs.user, mine, theirs)


def ex_partner(user: User, name: str = "Eve", now: datetime | None = None, **fields: Any) -> User:
    """Make somebody who was connected with `user` before and left. Call it before `user` connects anew."""
    former = person(name, **fields)
    now = now or timezone.now() - timedelta(days=30)
    pair = connected_couple(former, user, now).left(now + timedelta(days=1))
    leaving.mark_closing_told(user)
    return pair.alice


def open_invitation(inviter: User, address: str = "", now: datetime | None = None) -> Invitation:
    """Open an invitation; without an address it is a plain link."""
    return pairing.invite(inviter, address, uuid.uuid4(), now or timezone.now())


# Agreements


def terms(kind: str, author: User, **values: Any) -> Terms:
    """Return whole terms of a kind: its defaults on the author's own day, with `values` in their place."""
    rule = {"when": "hours go by", "feel": "uneasy", "need": "to know we are all right", "please": "send one line"}
    with timezone.override(author.time_zone):
        usual = rule if kind == "response_rule" else kind_named(kind).starters[0].values
        first = {**kind_named(kind).defaults(author), **usual, **values}
        return first_terms(kind_named(kind).form_class, first)


def typed_terms(kind: str, author: User, **values: Any) -> dict[str, Any]:
    """Return whole terms of a kind as a browser sends its form."""
    given = terms(kind, author, **values).values
    return {"kind": kind} | {name: "on" if value is True else value for name, value in given.items() if value}


def proposed(kind: str, by: Membership, now: datetime | None = None, **values: Any) -> Agreement:
    """Send a letter: the first version of an agreement, with the sender's consent."""
    now = now or timezone.now()
    return consent.propose(by, kind_named(kind), terms(kind, by.user, **values), uuid.uuid4(), now)


def agreed(kind: str, pair: Pair, now: datetime | None = None, **values: Any) -> Agreement:
    """Return an agreement in force that Alice proposed and Bob accepted.

    Many tests begin with one: its letter is put there, where the verbs would ask first what is there already.
    """
    now = now or timezone.now()
    with acting(pair.alice.pk):
        letter = _answered_letter(kind, pair, now, terms(kind, pair.alice, **values))
        put_in_force(letter.agreement, letter, now)
        raise_revisions(pair.alice_seat.both)
    return fresh(letter.agreement)


def _answered_letter(kind: str, pair: Pair, now: datetime, said: Terms) -> Version:
    """Put a letter of Alice's there to which both said yes, as if it had been told and answered at once."""
    ours, alice, bob = {"couple": pair.couple}, pair.alice, pair.bob
    zone = said.settings.get("zone") or alice.time_zone
    said = with_talk(said, pair.couple.pk, zone, now)
    names = names_now(pair.alice_seat)
    agreement = Agreement.objects.create(**ours, kind=kind, author=alice, created_at=now, revision=1)
    letter = Version.objects.create(
        **ours,
        agreement=agreement,
        number=1,
        author=alice,
        words=said.words,
        settings=said.settings,
        names=dict(zip(("author", "other"), names, strict=True)),
        zone=zone,
        created_at=now,
    )
    yes = zip((alice, bob), names, strict=True)
    Consent.objects.bulk_create(
        Consent(**ours, version=letter, user=user, name=name, given_at=now) for user, name in yes
    )
    tell_letter(agreement, letter, bob, now)
    return letter


def proposed_rule(pair: Pair, now: datetime | None = None, **values: Any) -> Agreement:
    """Let Alice send a response rule that Bob has not answered."""
    return proposed("response_rule", pair.alice_seat, now, **values)


def agreed_response_rule(pair: Pair, now: datetime | None = None, **values: Any) -> Agreement:
    """Put a response rule in force that Alice began."""
    return agreed("response_rule", pair, now, **values)


def agreed_cool_down(pair: Pair, now: datetime | None = None, **values: Any) -> Agreement:
    """Put a cool-down agreement in force."""
    return agreed("cool_down", pair, now, **values)


def agreed_rhythm(pair: Pair, now: datetime | None = None, **values: Any) -> Agreement:
    """Put a rhythm in force: Sundays 20:30 on Alice's clocks, from today on."""
    now = now or timezone.now()
    return agreed("rhythm", pair, now, **{"starts_on": local(now, pair.alice.time_zone).date(), **values})


def many_agreed(pair: Pair, number: int, now: datetime | None = None) -> list[Agreement]:
    """Put so many rules in force, with the rows of one for all."""
    first = agreed_response_rule(pair, now)
    assert first.in_force
    begun = {"couple": pair.couple, "kind": first.kind, "author": pair.alice, "created_at": first.created_at}
    rules = Agreement.objects.bulk_create(Agreement(**begun) for _ in range(number - 1))
    for rule, words in zip(rules, copied(first, [(rule, 1) for rule in rules]), strict=True):
        rule.in_force, rule.in_force_since = words, first.in_force_since
    Agreement.objects.bulk_update(rules, ["in_force", "in_force_since"])
    return [first, *rules]


def copied(agreed_on: Agreement, places: Iterable[tuple[Agreement, int]]) -> list[Version]:
    """Let other agreements, or other numbers of one, say the same, to which both said yes as well."""
    words = agreed_on.in_force
    assert words
    said = {name: getattr(words, name) for name in ("couple", "author", "settings", "names", "zone", "created_at")}
    made = [
        Version(agreement=rule, number=number, words={**words.words, "please": f"line {number}"}, **said)
        for rule, number in places
    ]
    given = list(words.consents.all())
    versions = Version.objects.bulk_create(made)
    Consent.objects.bulk_create(
        Consent(couple=words.couple, version=version, user=yes.user, name=yes.name, given_at=yes.given_at)
        for version in versions
        for yes in given
    )
    return versions


def amended(agreement: Agreement, by: Membership, now: datetime | None = None, **values: Any) -> Agreement:
    """Suggest other words on the newest version; return the agreement with its letter."""
    newest = fresh(agreement).newest
    assert newest is not None
    form = kind_named(agreement.kind).form_class
    changed = Terms(
        {name: value for name, value in values.items() if name in form.words_fields},
        {name: value for name, value in values.items() if name in form.settings_fields},
    )
    consent.amend(agreement, by, changed, newest.number, uuid.uuid4(), now or timezone.now())
    return fresh(agreement)


def draft(author: User, kind: str = "response_rule", coping_line: str = "", **values: Any) -> Draft:
    """Make a draft that could be sent as it is."""
    first = terms(kind, author, **values).values
    made = begin_draft(author, kind_named(kind), first, uuid.uuid4(), timezone.now())
    if coping_line:
        made.coping_line = coping_line
        made.save(update_fields=["coping_line"])
    return made


def called(rule: Agreement, by: Membership, line: str = "", now: datetime | None = None) -> Call:
    """Ask the other for what a rule in force promises."""
    return ask(by, rule.pk, line, uuid.uuid4(), now or timezone.now())


def fresh(agreement: Agreement) -> Agreement:
    """Return the agreement as the database has it now."""
    return Agreement.objects.with_words().get(pk=agreement.pk)


def paused(by: Membership, minutes: int = 20, now: datetime | None = None) -> Pause:
    """Start a pause that both know of at once."""
    now = now or timezone.now()
    pause = start_pause(by, now + timedelta(minutes=minutes), now)
    known = {"known_at": pause.started_at}
    Pause.objects.filter(pk=pause.pk, known_at__gt=pause.started_at).update(**known)
    told = Reminder.objects.filter(kind="pause_started", subject=f"pause:{pause.pk}", state=State.PENDING)
    told.update(due_at=pause.started_at)
    Revision.objects.filter(later_from=pause.started_at + SLIP_WITHIN).update(later_from=pause.started_at)
    pause.refresh_from_db()
    return pause


def over_pause(by: Membership, minutes_ago: int = 5, now: datetime | None = None) -> Pause:
    """Return a pause of twenty minutes that came to its end so long ago."""
    now = now or timezone.now()
    return paused(by, 20, now - timedelta(minutes=20 + minutes_ago))


def written_after(pause: Pause, by: Membership, words: str, now: datetime | None = None) -> ReturnPage:
    """Let one person hand in their page after a pause."""
    hand_in_page(pause.pk, by, Written(words, ["hurt"], words, words), now or timezone.now())
    return ReturnPage.objects.get(pause=pause, author=by.user)


# Check-ins


def check_in_at(pair: Pair, starts_at: datetime, agreed_at: datetime, **values: Any) -> CheckIn:
    """Agree, at `agreed_at`, on a weekly rhythm whose next check-in is at `starts_at`, and return that check-in."""
    wanted = starts_at.replace(second=0, microsecond=0)
    here = local(wanted, pair.alice.time_zone)
    rhythm = agreed_rhythm(
        pair,
        agreed_at,
        **{"weekdays": [here.weekday()], "at": here.time(), "zone": pair.alice.time_zone, **values},
    )
    found = CheckIn.objects.select_related("agreement").get(agreement=rhythm)
    assert found.starts_at == wanted, "agree less than a week before, and after the same minute of last week"
    return found


def rhythm_of(check_in: CheckIn) -> Agreement:
    """Return the rhythm that a check-in comes from."""
    assert check_in.agreement
    return check_in.agreement


def upcoming_check_in(pair: Pair, now: datetime | None = None, hours: float = 5, **values: Any) -> CheckIn:
    """Return a check-in whose time has not come."""
    now = now or timezone.now()
    return check_in_at(pair, now + timedelta(hours=hours), now, **values)


def begun_check_in(pair: Pair, now: datetime | None = None, minutes: float = 10, **values: Any) -> CheckIn:
    """Return a check-in whose time has come, and that nobody has answered."""
    now = now or timezone.now()
    return check_in_at(pair, now - timedelta(minutes=minutes), now - timedelta(minutes=minutes, days=2), **values)


def answers(words: str = "something", check_in: CheckIn | None = None) -> Mapping[str, Given]:
    """Return a whole set of answers."""
    prompts = check_in.prompts if check_in else with_drawn("start_01")
    return {prompt: Given(f"{words}: {prompt}") for prompt in prompts}


def handed_in(
    check_in: CheckIn,
    by: Membership,
    words: str = "something",
    now: datetime | None = None,
    needs: bool | None = None,
) -> CheckIn:
    """Let one person hand in all answers; return the check-in as it is then."""
    hand_in(check_in, by, answers(words, check_in), now or timezone.now(), needs=needs)
    return CheckIn.objects.select_related("agreement").get(pk=check_in.pk)


def opened_check_in(pair: Pair, now: datetime | None = None, words: str = "something") -> CheckIn:
    """Return a check-in that both have answered and whose time has come."""
    check_in = begun_check_in(pair, now)
    handed_in(check_in, pair.alice_seat, f"{words} from Alice", now)
    return handed_in(check_in, pair.bob_seat, f"{words} from Bob", now)


def tried(pair: Pair, words: str = "an evening out", now: datetime | None = None) -> Try:
    """Let Bob say that they try what Alice wished for, at a talk of no rhythm that opens now."""
    now = now or timezone.now()
    check_in = CheckIn.objects.create(couple=pair.couple, slot=now, starts_at=now, minutes=30, zone="UTC")
    for seat in (pair.alice_seat, pair.bob_seat):
        hand_in(check_in, seat, dict.fromkeys(check_in.prompts, Given(words)), now)
    return try_this(check_in, pair.bob_seat, False, now)


def queued(
    by: Membership, words: str = "the holidays", now: datetime | None = None, is_announced: bool = False
) -> Topic:
    """Queue a line for the next talk."""
    return queue_topic(by, words, is_announced, uuid.uuid4(), now or timezone.now())


def unnoticed(by: Membership, words: str = "the bins", now: datetime | None = None) -> Unnoticed:
    """Write down what nobody notices yet."""
    return unnoticed_verbs.write_down(by, words, uuid.uuid4(), now or timezone.now())


def said_phrase(by: Membership, name: str = "miss_you", now: datetime | None = None) -> SentPhrase:
    """Let one say a ready phrase, or one of their own by its id."""
    return send_phrase(by, name, uuid.uuid4(), now or timezone.now())


# Browsers


def signed_in_by_password(user: User, client: Client | None = None) -> Client:
    """Return the client (a new one for None) with what was typed on the sign-in page, whatever came of it."""
    client = client or Client()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    return client


def signed_in(client: Client | None, user: User) -> Client:
    """Return the client (a new one for None), signed in as `user`."""
    client = client or Client()
    client.force_login(user)
    return client
