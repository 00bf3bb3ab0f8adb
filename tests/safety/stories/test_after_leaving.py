"""She has left, or he has: what he still reaches, reads, sends and takes along."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from couples.pairing import verbs as pairing
from couples.pairing.refusals import AlreadyConnected, InvitationClosed
from couples.people.models import User
from couples.seats.models import Membership
from journal.copies.verbs import take_back
from journal.letters.models import ComposedLetter
from pages.erasure.verbs import ask_for_erasure
from reminders.models import Reminder
from tests.couples.test_renaming import renamed
from tests.helpers import factories, letters, notebook
from tests.helpers.factories import Pair
from tests.helpers.pages import without_chance
from tests.pages.export.files import exported
from tests.safety.stories.seeing import once

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_he_sends_a_last_word_after_she_left(pair: Pair, bob_client: Client) -> None:
    rule, letter = factories.agreed_response_rule(pair), letters.letter_draft(pair.bob, "you will be sorry")
    pair.left()
    rows = Reminder.objects.filter(user=pair.alice).count()
    for path, sent in (
        (reverse("mine_letter_send", args=[letter.pk]), {}),
        (reverse("ask_rule", args=[rule.pk]), {"line": "x"}),
        (reverse("phrase_say"), {"name": "miss_you"}),
        (reverse("topics"), {"words": "x"}),
        (reverse("other_words", args=[rule.pk]), {"please": "x", "based_on": "1"}),
    ):
        assert bob_client.post(path, {**sent, **once()}).status_code == 403, path
    assert not ComposedLetter.objects.exclude(given_at=None).exists()
    assert Reminder.objects.filter(user=pair.alice).count() == rows


def test_he_is_told_more_than_that_it_ended(pair: Pair, bob_client: Client) -> None:
    """Nothing is sent; the line he finds says that it ended, and neither why nor when by the clock."""
    before = set(Reminder.objects.values_list("pk", flat=True))
    pair.left()
    assert set(Reminder.objects.values_list("pk", flat=True)) <= before
    page = bob_client.get("/today/").content.decode()
    assert pair.alice.email not in page


def test_he_reads_her_answers_after_leaving(pair: Pair, bob_client: Client) -> None:
    check_in = factories.opened_check_in(pair, NOW - timedelta(days=1), "CANARY")
    pair.left()
    for path in ("/earlier/", f"/earlier/{pair.couple.pk}/", f"/check-ins/{check_in.pk}/", "/kept/"):
        assert "CANARY from Alice" not in bob_client.get(path).content.decode(), path
    assert "CANARY from Bob" in bob_client.get(f"/earlier/{pair.couple.pk}/").content.decode(), "his own are his"


def test_he_follows_her_name_after_leaving(pair: Pair, bob_client: Client) -> None:
    factories.agreed_response_rule(pair)
    pair.left()
    renamed(pair.alice, "Alicia")
    for path in ("/earlier/", f"/earlier/{pair.couple.pk}/", f"/api/v1/earlier/{pair.couple.pk}/"):
        assert "Alicia" not in bob_client.get(path).content.decode(), path
    assert not [name for name, text in exported(pair.bob).items() if "Alicia" in text]


def test_he_learns_whom_she_is_with_now(pair: Pair, charlie: User, bob_client: Client) -> None:
    pair.left()
    paths = ("/earlier/", f"/earlier/{pair.couple.pk}/", "/invite/", "/today/")
    for path in paths:
        bob_client.get(path)
    before = [without_chance(bob_client.get(path).content.decode()) for path in paths]
    factories.connected_couple(pair.alice, charlie)
    assert [without_chance(bob_client.get(path).content.decode()) for path in paths] == before


def test_he_reads_what_she_showed_after_leaving(pair: Pair, bob_client: Client) -> None:
    copy = notebook.shown_of(pair.alice_seat, notebook.felt(pair.alice, text="CANARY"), "everything")
    pair.left()
    for path in (f"/copies/{copy.pk}/", "/copies/", "/earlier/", f"/earlier/{pair.couple.pk}/"):
        assert "CANARY" not in bob_client.get(path).content.decode(), path


def test_he_comes_back_by_the_old_invitation(charlie: User) -> None:
    dana = factories.person("Dana")
    invitation = factories.open_invitation(dana, charlie.email)
    assert pairing.claim(invitation, charlie, NOW)
    factories.pair_of(dana).left()
    with pytest.raises(InvitationClosed):
        pairing.find_invitation(invitation.token, NOW)


def test_he_makes_her_join_again_to_read_the_old(pair: Pair, bob_client: Client) -> None:
    """A new beginning is a new one: nobody is let into what was."""
    check_in, rule = (
        factories.opened_check_in(pair, NOW - timedelta(days=1), "CANARY"),
        factories.agreed_response_rule(pair),
    )
    pair.left()
    again = factories.connected_couple(pair.alice, pair.bob)
    assert again.couple.pk != pair.couple.pk
    for path in (f"/check-ins/{check_in.pk}/", f"/agreements/{rule.pk}/", f"/api/v1/check-ins/{check_in.pk}/"):
        assert bob_client.get(path).status_code == 404, path


def test_he_invites_her_under_another_name(charlie: User) -> None:
    """Opening a link joins nothing: it takes her yes, and four digits from her screen to his by voice."""
    hers = factories.person("Dana")
    link = factories.open_invitation(factories.person("A friend of yours"))
    browser = factories.signed_in(None, hers)
    browser.get(f"/join/{link.token}/")
    pairing.claim(link, hers, NOW)
    link.refresh_from_db()
    guess = {"digits": "0000" if link.digits != "0000" else "1111"}
    factories.signed_in(None, link.inviter).post(reverse("claim_confirm"), guess)
    assert not Membership.objects.active().filter(user=hers).exists()
    pairing.decline(link, NOW, hers)
    assert not Membership.objects.active().filter(user=hers).exists()


def test_he_brings_a_third_into_their_couple(pair: Pair, charlie: User) -> None:
    """Two seats, ever."""
    with pytest.raises(AlreadyConnected):
        pairing.invite(pair.bob, charlie.email, uuid.uuid4(), NOW)
    assert Membership.objects.filter(couple=pair.couple).count() == 2


def test_he_takes_everything_along_before_he_leaves(pair: Pair) -> None:
    """His file holds what is his and theirs: nothing that she has not opened, shown, or has taken back."""
    notebook.felt(pair.alice, text="CANARY")
    notebook.looked_at(pair.alice, "CANARY")
    factories.draft(pair.alice, please="CANARY", coping_line="CANARY")
    letters.letter_draft(pair.alice, "CANARY")
    factories.queued(pair.alice_seat, "CANARY")
    factories.handed_in(factories.begun_check_in(pair, NOW), pair.alice_seat, "CANARY", NOW)
    copy = notebook.shown_of(pair.alice_seat, notebook.felt(pair.alice, text="CANARY"), "everything")
    take_back(pair.alice_seat, copy.pk, NOW)
    notebook.felt(pair.bob, text="HIS-OWN")
    file = exported(pair.bob)
    assert not [name for name, text in file.items() if "CANARY" in text]
    assert "HIS-OWN" in file["data.json"]
    assert pair.alice.email not in file["data.json"]


def test_he_deletes_his_account_so_that_hers_is_empty(pair: Pair, alice_client: Client) -> None:
    entry = notebook.felt(pair.alice, text="HERS")
    rule = factories.agreed_response_rule(pair, please="send one line")
    ask_for_erasure(pair.bob, NOW, at_once=True)
    assert "HERS" in alice_client.get(f"/mine/entries/{entry.pk}/").content.decode()
    page = alice_client.get(f"/earlier/{pair.couple.pk}/").content.decode()
    assert "send one line" in page, rule
    assert User.objects.filter(pk=pair.alice.pk, is_active=True).exists()


def test_he_reaches_the_account_of_the_one_who_deleted_it(pair: Pair) -> None:
    ask_for_erasure(pair.alice, NOW, at_once=True)
    his = Client()
    his.post("/account/login/", {"login": "alice@example.org", "password": factories.PASSWORD})
    assert his.get("/today/").status_code == 302
    assert not User.objects.filter(email="alice@example.org").exists()
