"""Join, pressed before there is an account: it is asked once, and counts for nobody else and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from couples.pairing import verbs as pairing
from couples.pairing.joining import JOINING, JOINING_FOR
from couples.pairing.models import Invitation
from couples.people.models import User
from couples.seats.models import Membership
from reminders.models import Reminder
from tests.helpers import factories
from tests.helpers.codes import code_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    return Client()


def page_of(link: Invitation) -> str:
    return f"/join/{link.token}/"


def join(client: Client, link: Invitation, **button: str) -> str:
    """Press Join; return the page that comes next."""
    answer = client.post(f"{page_of(link)}claim/", button)
    assert answer.status_code == 302
    return str(answer["Location"])


def sign_up(client: Client, page: str, email: str = "zoe@example.org"):
    """Fill in that page and the one with the code; return where it leads, followed."""
    client.post("/account/signup/", {**factories.NEW, "email": email, "next": next_of(page)})
    code = code_in(Reminder.objects.filter(kind="account_mail").latest("pk").payload["text"])
    return client.post("/account/confirm-email/", {"code": code}, follow=True)


def sign_in(client: Client, page: str, person: User):
    typed = {"login": person.email, "password": factories.PASSWORD, "next": next_of(page)}
    return client.post("/account/login/", typed, follow=True)


def next_of(page: str) -> str:
    return page.partition("?next=")[2].replace("%2F", "/")


def claimer() -> User | None:
    return Invitation.objects.get(inviter__name="Dana").claimed_by


def test_after_signing_up_the_digits_are_there_without_another_question(link, visitor):
    page = join(visitor, link)
    assert page.startswith("/account/signup/")
    assert "You said yes to the invitation" in visitor.get(page).content.decode()
    assert claimer() is None
    answer = sign_up(visitor, page)
    assert answer.redirect_chain == [(page_of(link), 302)]
    assert Invitation.objects.get().digits in answer.content.decode()
    assert User.objects.get(name="Zoe").first_steps_done
    assert Reminder.objects.filter(kind="said_yes", user=link.inviter).count() == 2
    assert JOINING not in visitor.session


def test_invited_at_the_address_they_signed_up_with_they_are_connected(dana, visitor):
    link = factories.open_invitation(dana, "Zoe@example.org")
    answer = sign_up(visitor, join(visitor, link))
    assert answer.redirect_chain[-1] == ("/today/", 302)
    assert Membership.objects.active().count() == 2
    assert "You use Steady together now." in answer.content.decode()


def test_who_has_an_account_joins_by_signing_in(link, visitor, charlie):
    page = join(visitor, link, account="yes")
    assert page.startswith("/account/login/")
    assert "You said yes to the invitation" in visitor.get(page).content.decode()
    assert sign_in(visitor, page, charlie).redirect_chain == [(page_of(link), 302)]
    assert claimer() == charlie


def test_whose_sign_in_has_ended_meanwhile_is_led_to_signing_in(link, visitor, charlie):
    assert 'name="account" value="yes"' in factories.signed_in(visitor, charlie).get(page_of(link)).content.decode()


def test_reading_pages_joins_nothing(link, visitor, charlie):
    page = join(visitor, link)
    for path in (page, page_of(link), "/", "/account/login/", f"/account/login/?next={page_of(link)}"):
        visitor.get(path)
    assert claimer() is None
    visitor.force_login(charlie)
    visitor.get(page_of(link))
    assert claimer() is None


def by_the_plain_sign_in_page(visitor, page, link, charlie):
    sign_in(visitor, "/account/login/", charlie)


def after_more_than_an_hour(visitor, page, link, charlie):
    with time_machine.travel(timezone.now() + JOINING_FOR + timedelta(seconds=1)):
        sign_in(visitor, page, charlie)


def for_another_invitation(visitor, page, link, charlie):
    other = factories.open_invitation(factories.person("Other"))
    sign_in(visitor, f"?next={page_of(other)}", charlie)


def after_it_was_taken_back(visitor, page, link, charlie):
    pairing.withdraw(link.inviter)
    sign_in(visitor, page, charlie)


def after_somebody_else_signed_in_and_out(visitor, page, link, charlie):
    sign_in(visitor, "/account/login/", factories.person("Else"))
    visitor.post("/account/logout/")
    sign_in(visitor, page, charlie)


def to_a_page_elsewhere(visitor, page, link, charlie):
    sign_in(visitor, f"?next=//elsewhere.example{page_of(link)}", charlie)


def by_its_inviter(visitor, page, link, charlie):
    sign_in(visitor, page, link.inviter)


NOT_MEANT = (
    by_the_plain_sign_in_page,
    after_more_than_an_hour,
    for_another_invitation,
    after_it_was_taken_back,
    after_somebody_else_signed_in_and_out,
    to_a_page_elsewhere,
    by_its_inviter,
)


@pytest.mark.parametrize("signs_in", NOT_MEANT, ids=lambda function: function.__name__)
def test_it_counts_for_no_other_sign_in(link, visitor, charlie, signs_in):
    signs_in(visitor, join(visitor, link), link, charlie)
    assert not Invitation.objects.filter(claimed_by__isnull=False).exists()
    assert JOINING not in visitor.session
    sign_in(visitor, f"?next={page_of(link)}", charlie)
    assert not Invitation.objects.filter(claimed_by__isnull=False).exists(), "nor does it come back"


def test_cancelling_the_sign_up_takes_the_yes_back(link, visitor, charlie):
    """On a phone that two use: one has pressed Join and thinks better of it at the code, the other signs in there."""
    page = join(visitor, link)
    visitor.post("/account/signup/", {**factories.NEW, "email": "zoe@example.org", "next": next_of(page)})
    assert 'action="/account/logout/"' in visitor.get("/account/confirm-email/").content.decode()
    visitor.post("/account/logout/")
    sign_in(visitor, page, charlie)
    assert claimer() is None


def test_a_closed_link_is_not_asked_for_an_account(link, visitor):
    pairing.withdraw(link.inviter)
    assert visitor.post(f"{page_of(link)}claim/").status_code == 410
    assert JOINING not in visitor.session


def test_whoever_is_seated_elsewhere_reads_why_it_does_not_work(link, visitor, pair):
    answer = sign_in(visitor, join(visitor, link), pair.alice)
    assert "You use Steady with someone already" in answer.content.decode()
    assert claimer() is None


def test_who_comes_by_an_invitation_needs_no_first_steps(link):
    new = factories.person("New", first_steps_done=False)
    pairing.claim(link, new, timezone.now())
    assert User.objects.get(pk=new.pk).first_steps_done
