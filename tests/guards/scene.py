"""Everybody and everything at once: what the tests that walk over all routes walk over."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from agreements.kinds.base import kind_named
from agreements.kinds.terms import Terms
from agreements.letters.models import Agreement
from agreements.letters.reminders import AGREEMENT
from agreements.pauses.models import Pause
from agreements.phrases.own import add_own
from agreements.trials.verbs import Said, answer_trial
from checkins.decks.own_verbs import add_question, make_deck
from checkins.feed.verbs import make_feed
from checkins.kept.showing import Quarter
from checkins.rhythm.models import CheckIn
from checkins.rituals.models import Occasion
from checkins.theme.verbs import compare_needs
from config.api.middleware import WITH_API
from couples.codes.not_me import not_me_token
from couples.keys.models import ApiKey
from couples.keys.verbs import make_key
from couples.pairing.reminders import block_token
from couples.people.models import User
from couples.seats.models import Membership
from journal.entries.tags import add_own as add_own_trigger
from journal.lists.lists import GOOD_AT, LINES, PEOPLE
from reminders.channels.email.unsubscribing import unsubscribe_address
from reminders.links import link_path, make_links, page_of
from reminders.models import Reminder
from tests.helpers import factories, letters, notebook
from tests.helpers.once.prepared import Prepared, remembered
from tests.journal.closeness.writing import gone_on
from tests.journal.own import habit, listed
from tests.pages.export.files import file_ready

# Routes of libraries, by prefix: their access is theirs; `api/` has its own tests.
LIBRARIES = ("account/", "operators/", "language/", "api/", "static/")

# What can be done with a letter that nobody else has read.
OWN_LETTER = ("", "_write", "_hold", "_take_out", "_throw_away", "_agreement", "_send", "_save")


@dataclass(frozen=True)
class Scene:
    """The people, and the arguments that each route needs."""

    people: Mapping[str, User | None]
    arguments: Mapping[str, Mapping[str, Any]]

    def path(self, name: str) -> str:
        """Return the path of a route, to the thing of Alice and Bob that it is about."""
        return reverse(name, kwargs=dict(self.arguments.get(name, {})))


@pytest.fixture(scope="session")
def prepared_scene(django_db_setup: None, django_db_blocker: Any) -> tuple[Scene, Prepared]:
    """It takes longer to make than many of its routes to answer. Every field with words holds some."""
    with django_db_blocker.unblock():
        return remembered(lambda: make_scene(words="a word"))


@pytest.fixture
def scene(prepared_scene: tuple[Scene, Prepared], db: None) -> Iterator[Scene]:
    """Everybody and everything. The clock goes back to when it was made: what is minutes old in it is so for all."""
    made, rows = prepared_scene
    with time_machine.travel(rows.made_at):
        rows.put(timedelta())
        people = {person.pk: person for person in User.objects.all()}
        yield replace(made, people={who: person and people[person.pk] for who, person in made.people.items()})


def make_scene(names: Mapping[str, str] = MappingProxyType({}), words: str = "") -> Scene:
    """Make them. Alice and Bob have everything; Sam is connected with somebody else, Eve was with Alice.

    `names` are what each is called instead; `words` are all that anybody wrote.
    """

    def person(who: str) -> User:
        return factories.person(names.get(who, who), email=f"{who.lower()}@example.org")

    alice = person("Alice")
    eve = factories.ex_partner(alice, names.get("Eve", "Eve"), email="eve@example.org")
    pair = factories.connected_couple(alice, person("Bob"))
    others = factories.connected_couple(person("Sam"), person("Toni"))
    people = {
        "anonymous": None,
        "charlie": person("Charlie"),
        "sam": others.alice,
        "alice": pair.alice,
        "bob": pair.bob,
        "eve": eve,
        "staff": factories.staff_person(),
    }
    link = {"token": factories.open_invitation(person("Dana")).token}
    arguments = _arguments(pair, eve, link, words)
    Reminder.objects.all().delete()  # what waited is delivered: the service is ready
    return Scene(people, arguments)


def written(kind: str, words: str) -> dict[str, Any]:
    """Return terms in which every word is this one; none for no words, which leaves a kind's own."""
    return dict.fromkeys(kind_named(kind).form_class.words_fields, words) if words else {}


def _arguments(pair: factories.Pair, eve: User, link: dict[str, Any], words: str) -> dict[str, dict[str, Any]]:
    factories.agreed_cool_down(pair, **written("cool_down", words))
    rule = written("response_rule", words)
    letter = {"agreement_id": factories.proposed_rule(pair, **rule).pk}
    tried = {"agreement_id": _tried(pair, **rule).pk}
    asked = factories.agreed_response_rule(pair, **rule)
    call = {"call_id": factories.called(asked, pair.alice_seat, words or "a long day").pk}
    chore = {"agreement_id": factories.agreed("responsibility", pair, **written("responsibility", words)).pk}
    line = {"line_id": factories.unnoticed(pair.alice_seat, words or "the bins").pk}
    draft = {"draft_id": factories.draft(pair.alice, coping_line=words, **rule).pk}
    check_in = {"check_in_id": factories.begun_check_in(pair, **written("rhythm", words)).pk}
    notebook.needs(pair.alice, "rest", line=words or "an hour after work")
    compare_needs(CheckIn.objects.get(pk=check_in["check_in_id"]), pair.bob_seat, timezone.now())
    ritual = factories.agreed("ritual", pair, every="day", at="20:30", **written("ritual", words))
    occasion = {"occasion_id": Occasion.objects.get().pk}
    deck = make_deck(pair.alice_seat, words or "Us two", uuid.uuid4(), timezone.now())
    question = add_question(pair.alice_seat, deck.pk, words or "What is next?", uuid.uuid4(), timezone.now())
    attempt = {"try_id": factories.tried(pair, words or "an evening out").pk}
    topic = {"topic_id": factories.queued(pair.alice_seat, words or "the holidays").pk}
    good = {"appreciation_id": notebook.noted(pair.alice_seat, words or "You made tea").pk}
    own = {"phrase_id": add_own(pair.alice, words or "sit with me", uuid.uuid4(), timezone.now()).pk}
    said = {"phrase_id": factories.said_phrase(pair.alice_seat, str(own["phrase_id"])).pk}
    thought = {"thought_id": notebook.looked_at(pair.alice, words or "it is over").pk}
    felt = notebook.felt(pair.alice, trigger="late_reply", text=words, thought=words)
    entry = {"entry_id": felt.pk}
    own_trigger = {"trigger_id": add_own_trigger(pair.alice, words or "a slammed door", timezone.now())}
    notebook.answered_eased(pair.alice)
    sentence = {"sentence_id": gone_on(pair.alice, words or "go quiet").pk}
    card = {"trigger": "late_reply"}
    copy = {"copy_id": notebook.shown_of(pair.alice_seat, felt, "everything").pk}
    own_line = {"item_id": listed(pair.alice, words or "I am enough", LINES).pk}
    for thing, name in (("Anna", PEOPLE), ("cooking", GOOD_AT)):
        listed(pair.alice, words or thing, name)
    item = {"item_id": listed(pair.alice, words or "swimming").pk}
    own_habit = {"habit_id": habit(pair.alice, words or "a walk").pk}
    own_letter = {"letter_id": letters.letter_draft(pair.alice, words or "it was late").pk}
    letter_saved = {"letter_id": letters.letter_saved(pair.alice_seat, words or "it was late again").pk}
    letter_sent = {"letter_id": letters.letter_sent(pair.alice_seat, words or "it was late before").pk}
    make_key(pair.alice, words or "phone", uuid.uuid4(), timezone.now())
    closed = Membership.objects.get(user=eve).couple_id
    paused = {"pause_id": factories.paused(pair.alice_seat).pk}
    Pause.objects.update(ended_at=timezone.now())
    mail = _mail_about(letter["agreement_id"], pair)
    agreement_routes = (
        "",
        "_seen",
        "_accept",
        "_decline",
        "_take_back",
        "_end",
        "_begin_again",
        "_try",
        "_history",
        "_suggested",
    )
    return {
        "look_around": {"number": 1},
        **{key: {"name": "cd_usual"} for key in ("template", "template_blank")},
        **{f"agreement{name}": letter for name in agreement_routes},
        **dict.fromkeys(("other_words", "keep_other_words", "coping_line"), letter),
        **dict.fromkeys(("trial_review", "trial_change"), tried),
        **dict.fromkeys(("ask_rule", "keep_ask"), tried),
        **dict.fromkeys(
            ("call", "call_answer", "keep_answer_to_call", "call_hold", "call_close", "call_answer_let_go"), call
        ),
        **dict.fromkeys(("topic_of_call", "notice_from_call", "call_keep"), call),
        "responsibility_turn": chore,
        **dict.fromkeys(("unnoticed_take_away", "unnoticed_take_up"), line),
        **dict.fromkeys(("draft", "draft_send", "draft_delete"), draft),
        **dict.fromkeys(("check_in", "ten_minutes", "table", "check_in_calendar"), check_in),
        **dict.fromkeys(("keep_answers", "take_away", "keep_take_away"), check_in),
        **dict.fromkeys(("talk", "talk_about", "talk_stop"), check_in),
        **dict.fromkeys(("move", "move_accept", "move_decline", "move_take_back"), check_in),
        **dict.fromkeys(("later", "leave_out", "suits", "start", "take_to_next"), check_in),
        "next_occasion": {"agreement_id": ritual.pk},
        **dict.fromkeys(("occasion_move", "occasion_leave_out"), occasion),
        **dict.fromkeys(("occasion_accept", "occasion_decline", "occasion_take_back"), occasion),
        **dict.fromkeys(("topic", "topic_let_go", "topic_next_time", "topic_pick", "topic_keep_on"), topic),
        **dict.fromkeys(("appreciation", "appreciation_take_back"), good),
        **{f"mine_letter{name}": own_letter for name in OWN_LETTER},
        "mine_letter_take_back": letter_saved,
        **dict.fromkeys(("composed_letter", "keep_letter_answer"), letter_sent),
        **dict.fromkeys(("trigger", "trigger_agreement", "trigger_eased", "trigger_show", "eased_show"), card),
        "topic_of_trigger": card,
        **dict.fromkeys(("own_item", "own_item_first", "own_item_delete", "own_item_put_back", "own_item_plan"), item),
        # In the API a line has an address of its own.
        "own_line": own_line,
        **dict.fromkeys(("habit", "habit_delete"), own_habit),
        **dict.fromkeys(("thought", "thought_line", "thought_delete"), thought),
        **{name: {**thought, "step": 3} for name in ("thought_step", "thought_keep")},
        **dict.fromkeys(("entry", "noted", "keep_entry", "entry_line", "entry_delete", "entry_show"), entry),
        "own_trigger_remove": own_trigger,
        "closeness_beginning": {"beginning": "unsure"},
        "closeness_delete": sentence,
        **dict.fromkeys(("copy", "copy_take_back"), copy),
        **{key: {"name": str(deck.pk)} for key in ("deck", "deck_take_away")},
        "deck_heavy": {"name": "past"},
        **{key: {"question_id": question.pk} for key in ("own_question_fine", "own_question_take_away")},
        **dict.fromkeys(("another_question", "try_this", "theme_set", "theme_off", "need_agreement"), check_in),
        **dict.fromkeys(("try", "try_keep", "try_let_go", "try_agreement"), attempt),
        "topic_of_letter": _answered_twice(pair, **rule),
        "question_for_talk": {"agreement_id": factories.agreed("how_we_decide", pair).pk},
        **dict.fromkeys(("topic_of_pause", "pause_talk", "pause_talk_stop"), paused),
        **dict.fromkeys(("invitation", "invitation_claim", "invitation_decline"), link),
        **{name: {**draft, "line": 1} for name in ("draft_line", "keep_line")},
        **dict.fromkeys(("phrase", "phrase_take_back", "phrase_put_away"), said),
        **dict.fromkeys(("own_phrase", "own_phrase_delete"), own),
        "own_answer_forget": {"name": "miss_you"},
        "wording_hint": {"field": "please"},
        "feed": {"token": make_feed(pair.alice_seat, uuid.uuid4(), timezone.now())},
        "go": {"token": link_path(mail).split("/")[2]},
        "block_address": {"token": block_token("someone@example.org")},
        "not_me": {"token": not_me_token("someone@example.org", timezone.now())},
        "unsubscribe": {"token": urlsplit(unsubscribe_address(mail)).path.split("/")[2]},
        **{key: {"couple_id": closed} for key in ("earlier_couple", "left")},
        "export_fetch": {"file_id": file_ready(pair.alice).pk},
        "key_revoke": {"key_id": ApiKey.objects.get().pk},
        "notices_fresh": {"newest": uuid.UUID(int=0)},
        "pause_try": {"until": 1},
        **{key: {"quarter": Quarter.of(timezone.now()).name} for key in ("look_back_at", "look_back_mine_at")},
        "push_forget": {"device_id": uuid.uuid4()},
    }


def _tried(pair: factories.Pair, **rule: Any) -> Agreement:
    """Return a rule that both try, and that Alice would have otherwise: sealed."""
    until = timezone.localdate() + timedelta(days=20)
    tried = factories.agreed_response_rule(pair, trial_until=until, **rule)
    said = Said("change", Terms({}, {"within_minutes": 240}))
    answer_trial(tried, pair.alice_seat, 1, said, timezone.now())
    return tried


def _answered_twice(pair: factories.Pair, **rule: Any) -> dict[str, Any]:
    """Return the letter that each of the two has answered with other words, and that still waits."""
    letter = factories.proposed_rule(pair, **rule)
    for seat in (pair.bob_seat, pair.alice_seat, pair.bob_seat):
        factories.amended(letter, seat, within_minutes=60 + seat.seat)
    return {"agreement_id": letter.pk}


def _mail_about(agreement_id: uuid.UUID, pair: factories.Pair) -> Reminder:
    """Return Alice's row of a mail whose link leads to an agreement of hers and Bob's."""
    mail = Reminder(pk=0, kind="letter", subject=AGREEMENT.of(agreement_id), user=pair.alice, channel="email")
    make_links([mail], page_of, timezone.now())
    return mail


def own_routes() -> list[str]:
    """Return the names of all routes that are no library's."""
    return sorted(name for path, name in _walk(get_resolver(WITH_API), "") if not path.startswith(LIBRARIES))


def _walk(resolver: URLResolver, prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            found.append((path, pattern.name or path))
        else:
            found.extend(_walk(pattern, path))
    return found
