"""Another name: two a week, none during a pause, never the partner's, and no other name under what was agreed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agreements.letters import consent
from agreements.letters.models import Consent, Version
from agreements.letters.naming import PartnersFormerName
from agreements.letters.reminders import LETTER
from agreements.letters.showing import whole_agreement, whole_agreements
from agreements.pauses.running import NamesRestToo
from agreements.pauses.verbs import return_early
from basics import limits
from couples.people.accounts import AccountAdapter
from couples.people.forms import ProfileForm
from couples.people.models import NameChange, User
from couples.people.names import look_the_same, validate_name
from couples.people.renaming import CHANGES, RenamedEnough, forget_name_changes, save_profile
from couples.seats import naming
from couples.seats.naming import PartnersName
from reminders.models import Reminder
from tests.helpers import factories
from tests.races.stage import interleave

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("what verbs write, and locks")
NOW = timezone.now()


def renamed(person: User, name: str, now=NOW) -> User:
    return save_profile(filled_in(person, name=name), now)


def filled_in(person: User, **changed: str) -> ProfileForm:
    fresh = User.objects.get(pk=person.pk)
    values = {"name": fresh.name, "language": fresh.language, "time_zone": fresh.time_zone, "theme": fresh.theme}
    form = ProfileForm({**values, **changed}, instance=fresh)
    assert form.is_valid(), form.errors
    return form


@both_databases
def test_a_week_has_room_for_two_other_names(pair):
    for name in ("Ali", "Alix"):
        assert renamed(pair.alice, name).name == name
    with pytest.raises(RenamedEnough):
        renamed(pair.alice, "Alicia")
    assert User.objects.get(pk=pair.alice.pk).name == "Alix"
    renamed(pair.bob, "Robert")
    renamed(pair.alice, "Alicia", NOW + CHANGES.within)


def test_other_settings_do_not_count_and_are_never_refused(pair):
    for _ in range(5):
        renamed(pair.alice, "Alice")
    assert not NameChange.objects.exists()
    factories.paused(pair.bob_seat, 20, NOW)
    renamed(pair.alice, "Alice")


@both_databases
def test_what_changed_elsewhere_meanwhile_stays(pair):
    """Another tab, an operator, a new password: none of it is undone by a form that was read before."""
    form = filled_in(pair.alice, theme="dark")
    User.objects.filter(pk=pair.alice.pk).update(name="Ali", language="zh-hans", is_active=False, password="new")
    saved = save_profile(form, NOW)
    assert (saved.name, saved.language, saved.theme, saved.is_active, saved.password) == (
        "Ali",
        "zh-hans",
        "dark",
        False,
        "new",
    )
    assert not NameChange.objects.exists()


@both_databases
def test_a_new_password_puts_no_old_name_back(pair):
    read_before = User.objects.get(pk=pair.alice.pk)
    renamed(pair.alice, "Ali")
    AccountAdapter().set_password(read_before, "another quiet hour")
    alice = User.objects.get(pk=pair.alice.pk)
    assert alice.name == "Ali"
    assert alice.check_password("another quiet hour")


def test_a_page_from_before_puts_no_old_name_back(pair, alice_client):
    """What its fields showed comes along, and only what was changed on it counts."""
    page = alice_client.get("/settings/").content.decode()
    shown = {"profile-name": "Alice", "profile-language": "en", "profile-time_zone": "Europe/Berlin"}
    shown["profile-theme"] = "auto"
    for name, value in shown.items():
        assert re.search(rf'name="initial-{name}" value="{value}"', page)
    renamed(pair.alice, "Ali")
    old = {f"initial-{name}": value for name, value in shown.items()}
    assert alice_client.post("/settings/", {**shown, **old, "profile-theme": "dark"}).status_code == 302
    alice = User.objects.get(pk=pair.alice.pk)
    assert (alice.name, alice.theme, NameChange.objects.count()) == ("Ali", "dark", 1)


@pytest.mark.parametrize("starter", ["alice_seat", "bob_seat"])
def test_names_rest_during_a_pause(pair, starter):
    pause = factories.paused(getattr(pair, starter), 60, NOW)
    with pytest.raises(NamesRestToo):
        renamed(pair.alice, "Please answer", NOW + timedelta(minutes=1))
    return_early(pause.pk, getattr(pair, starter), NOW + timedelta(minutes=2))
    renamed(pair.alice, "Ali", NOW + timedelta(minutes=3))


@pytest.mark.parametrize(
    "name", ["Bob", "bob", "B O B", "Ｂｏｂ", "B\u200bob", "Bo\u00adb", "Bob\ufe0f", " Bob", "BOB\u3164"]
)
def test_nobody_takes_the_partners_name(pair, name):
    with pytest.raises(PartnersName):
        renamed(pair.alice, name)


@pytest.mark.parametrize("name", ["Bobby", "Rob", "Bób", "鲍勃"])
def test_names_that_can_be_told_apart_are_free(pair, name):
    assert renamed(pair.alice, name).name == name


@both_databases
def test_two_who_had_one_name_from_the_start_keep_it(pair):
    User.objects.filter(pk=pair.alice.pk).update(name="Bob")
    assert renamed(pair.alice, "Bob").name == "Bob"


# Marks, letters and symbols by their category: a null notehead, what stood for a picture, fillers and blanks.
SHOW_NOTHING = "\U0001d159\ufffc\U00016fe4\U00013441\U00013442\u2800\u3164\u180f\U000e0101\U0001d173\ufff0"


def test_what_shows_nothing_is_no_name():
    for nothing in SHOW_NOTHING:
        with pytest.raises(ValidationError):
            validate_name(f"{nothing} {nothing}")
    for name in ("李", "Ø", "𓀀", "⠁", "👩‍👩‍👧", "ᠮᠣᠩᠭᠣᠯ", "𝄞"):
        validate_name(name)


def test_names_compare_as_people_see_them():
    assert look_the_same("Ana María", "ANA MARÍA")
    assert look_the_same("Jose\u0301", "José")
    for nothing in (*"\u200b\u00ad\u034f\u2060\ufe0f\ufeff\u115f \u00a0", *SHOW_NOTHING):
        assert look_the_same(f"Jose{nothing}\u0301", "José"), f"{nothing!r} before the accent"
    assert look_the_same("\u0130\u200bz", "i\u0307z")
    assert look_the_same("ΑΪ\u200b\u0301Α", "αΐα")
    assert not look_the_same("Ana", "Anna")


def test_without_a_partner_any_name_is_free(db):
    assert renamed(factories.person("Charlie"), "Bob").name == "Bob"


def test_what_was_agreed_keeps_the_names_of_its_day(pair):
    """One who takes another name does not change who said yes, nor whom a rule names."""
    rule = factories.agreed_response_rule(pair, NOW, who="other")
    renamed(pair.alice, "Zoe")
    renamed(pair.bob, "Yann")
    seat = factories.pair_of(pair.bob).alice_seat
    seen = whole_agreement(whole_agreements(seat).get(pk=rule.pk), seat, NOW)
    letter = seen.in_force.letter
    said = " ".join(str(sentence) for sentence in letter.sentences)
    assert [signature.person.name for signature in letter.signatures] == ["Alice", "Bob"]
    assert {consent.name for consent in seen.consents} == {"Alice", "Bob"}
    assert "Bob" in said
    assert "Yann" not in said


@both_databases
def test_a_letter_is_from_whom_it_was_from_on_its_day(pair, alice_client, bob_client):
    """Its page, Today, the subject of its mail, and the API: none says that somebody of another name wrote it."""
    rule = factories.agreed_response_rule(pair, NOW)
    factories.amended(rule, pair.alice_seat, NOW, please="say good night")
    renamed(pair.alice, "Zoe")
    letter = Reminder.objects.filter(kind="letter", user=pair.bob).earliest("pk")
    assert LETTER.detail(letter, NOW) == "A letter from Alice is here"
    for address in ("/today/", f"/agreements/{rule.pk}/", f"/agreements/{rule.pk}/other-words/"):
        page = bob_client.get(address).content.decode()
        assert "Alice" in page
        assert "Zoe" not in page
    for client in (alice_client, bob_client):
        seen = client.get(f"/api/v1/agreements/{rule.pk}/").json()
        assert [seen["in_force"]["author_name"], seen["proposal"]["author_name"]] == ["Alice", "Alice"]
        assert [row["name"] for row in seen["consents"]] == ["Alice", "Bob"]


def test_a_letter_after_the_change_has_the_new_name(pair):
    renamed(pair.alice, "Zoe")
    again = factories.pair_of(User.objects.get(pk=pair.alice.pk))
    letter = factories.proposed_rule(again, NOW)
    consent.accept(letter, again.bob_seat, 1, NOW)
    assert Version.objects.get().names == {"author": "Zoe", "other": "Bob"}
    assert sorted(row.name for row in Consent.objects.all()) == ["Bob", "Zoe"]


def called(pair, alice: str, bob: str) -> None:
    User.objects.filter(pk=pair.alice.pk).update(name=alice)
    User.objects.filter(pk=pair.bob.pk).update(name=bob)


def test_nobody_takes_a_name_that_stands_for_the_partner_in_a_letter(pair):
    """Else "Alice said yes" twice: in a letter that waits, one that was answered, and by either's name of any day."""
    letter = factories.proposed_rule(pair, NOW)
    renamed(pair.alice, "Alicia")
    with pytest.raises(PartnersFormerName):
        renamed(pair.bob, "A L I C E")
    called(pair, "Alicia", "Rob")
    consent.accept(letter, factories.pair_of(pair.alice).bob_seat, 1, NOW)
    called(pair, "Alicia", "Robert")
    for person, former in ((pair.alice, "bob"), (pair.alice, "Rob"), (pair.bob, "Ａlice"), (pair.alice, "Robert")):
        with pytest.raises((PartnersFormerName, PartnersName)):
            renamed(person, former)
    consent.end(letter, pair.bob_seat, NOW)
    with pytest.raises(PartnersFormerName):
        renamed(pair.bob, "Alice")
    assert renamed(pair.alice, "Alice").name == "Alice"


def test_a_letter_taken_back_keeps_no_name_from_the_other(pair):
    """Nobody shows it, and a refusal would tell that there was one."""
    letter = factories.proposed_rule(pair, NOW)
    consent.take_back(letter, pair.alice_seat, 1, NOW)
    renamed(pair.alice, "Alicia")
    assert renamed(pair.bob, "Alice").name == "Alice"


@both_databases
def test_who_writes_or_says_yes_is_called_as_they_are_by_then(pair):
    """Another tab may have changed either name since the seat was read."""
    called(pair, "Alicia", "Alice")
    letter = factories.proposed_rule(pair, NOW)
    assert Version.objects.get().names == {"author": "Alicia", "other": "Alice"}
    called(pair, "Alicia", "Al")
    consent.accept(letter, pair.bob_seat, 1, NOW)
    assert {row.name for row in Consent.objects.all()} == {"Alicia", "Al"}


def test_page_and_api_say_why_and_the_page_shows_who_one_is(pair, alice_client):
    typed = {"profile-name": "Bob", "profile-language": "en", "profile-time_zone": "UTC", "profile-theme": "auto"}
    page = alice_client.post("/settings/", typed)
    assert page.status_code == 400
    assert str(PartnersName.message) in page.content.decode()
    assert 'value="Bob"' in page.content.decode()
    answer = alice_client.patch("/api/v1/me/", {"name": "Bob"}, "application/json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/name")
    for name in ("Ali", "Alix"):
        assert alice_client.patch("/api/v1/me/", {"name": name}, "application/json").status_code == 200
    assert alice_client.patch("/api/v1/me/", {"name": "Alicia"}, "application/json").status_code == 429
    assert User.objects.get(pk=pair.alice.pk).name == "Alix"


def test_changes_are_forgotten_after_a_week(pair):
    renamed(pair.alice, "Ali")
    assert forget_name_changes(NOW + CHANGES.within) == 0
    assert forget_name_changes(NOW + CHANGES.within + timedelta(seconds=1)) == 1


def third_and_fourth(person):
    """Of somebody without a partner, so that no couple's row keeps the two apart."""
    renamed(person, "One")
    return interleave(
        lambda: renamed(person, "Two"),
        lambda: renamed(person, "Three"),
        before='INSERT INTO "couples_namechange"',
    )


@both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_the_limit_lets_one_through():
    outcomes = third_and_fourth(factories.person("Charlie"))
    assert sum(isinstance(outcome, RenamedEnough) for outcome in outcomes) == 1
    assert NameChange.objects.count() == 2


@both_databases
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_companion_without_the_turn_both_go_through(monkeypatch):
    monkeypatch.setattr(limits, "take_turn", lambda person_id: None)
    third_and_fourth(factories.person("Charlie"))
    assert NameChange.objects.count() == 3


def one_change_tapped_twice(person):
    one = lambda: renamed(person, "Charles")  # noqa: E731
    outcomes = interleave(one, one, before='INSERT INTO "couples_namechange"')
    assert [outcome.name for outcome in outcomes] == ["Charles", "Charles"]
    return NameChange.objects.count()


@both_databases
@pytest.mark.django_db(transaction=True)
def test_a_double_tap_is_one_change():
    charlie = factories.person("Charlie")
    assert one_change_tapped_twice(charlie) == 1
    renamed(charlie, "Charles")
    assert NameChange.objects.count() == 1


@both_databases
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_companion_without_the_turn_a_double_tap_is_two(monkeypatch):
    monkeypatch.setattr(limits, "take_turn", lambda person_id: None)
    assert one_change_tapped_twice(factories.person("Charlie")) == 2


def both_take_one_name(pair):
    people = (pair.alice, pair.bob)
    verbs = [lambda person=person: renamed(person, "Kim") for person in people]
    outcomes = interleave(*verbs, before='INSERT INTO "couples_namechange"')
    return outcomes, User.objects.filter(name="Kim").count()


@both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_one_name_at_once_one_gets_it(pair):
    outcomes, called_so = both_take_one_name(pair)
    assert [type(outcome) for outcome in outcomes] == [User, PartnersName]
    assert called_so == 1


@both_databases
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_companion_without_the_couples_row_both_get_it(pair, monkeypatch):
    monkeypatch.setattr(naming, "keep_connected", lambda seat: True)
    assert both_take_one_name(pair)[1] == 2
