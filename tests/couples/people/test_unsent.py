"""Signed out in the middle of writing: the text comes back, to the person whose form it was and to nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from agreements.letters import consent
from agreements.letters.models import PrivateLine
from agreements.letters.version_names import name_of_version
from basics.encryption import decrypt
from couples.people import unsent
from couples.people.models import UnsentForm
from tests.guards.access.listed import ACCESS
from tests.helpers import factories

pytestmark = pytest.mark.django_db
WORDS = "what I had written"
BACK = "What you typed before you were signed out is back."


@pytest.fixture
def begun(pair):
    return factories.begun_check_in(pair)


def sign_in(client, person, then="/today/"):
    """Sign in by the page, which limits how often from one place."""
    credentials = {"login": person.email, "password": factories.PASSWORD}
    return client.post(reverse("account_login"), {**credentials, "next": then}, follow=True)


def come_back(client, person, then="/more/"):
    client.force_login(person)
    return client.get(then, follow=True)


def signed_out_in_the_middle(client, person):
    """Let the session end as it does for want of use, or when one signs out everywhere from another device."""
    client.cookies.pop(unsent.WHOSE, None)
    come_back(client, person)
    Session.objects.all().delete()


def cases(pair, begun):
    rule = factories.agreed_response_rule(pair)
    draft = factories.draft(pair.alice)
    step = {"when": WORDS, "feel": "", "need": "rest", "initial-when": "old"}
    amended = {"please": WORDS, "within_minutes": "60", "based_on": name_of_version(rule.pk, 1)}
    answers = {f"{prompt}": WORDS for prompt in begun.prompts}
    return {
        f"/check-ins/{begun.pk}/": answers,
        reverse("keep_answers", args=[begun.pk]): answers,
        f"/agreements/drafts/{draft.pk}/1/": step,
        reverse("keep_line", args=[draft.pk, 1]): step,
        f"/agreements/{rule.pk}/other-words/": amended,
        reverse("keep_other_words", args=[rule.pk]): amended,
        reverse("coping_line", args=[rule.pk]): {"coping_line": WORDS},
        "/settings/": {"profile-name": WORDS, "profile-language": "en", "profile-time_zone": "Europe/Berlin"},
    }


def test_what_was_typed_comes_back_after_signing_in_on_every_page_with_words(pair, begun):
    for address, fields in cases(pair, begun).items():
        client = Client()
        signed_out_in_the_middle(client, pair.alice)
        away = client.post(address, fields)
        assert "What you typed is kept for an hour" in client.get(away["Location"]).content.decode(), address
        page = come_back(client, pair.alice, address)
        html = page.content.decode()
        assert page.status_code == 200
        assert WORDS in html, address
        assert BACK in html, address
        # A reload is no loss; sending is the end of it.
        assert WORDS in client.get(page.request["PATH_INFO"]).content.decode()
        client.post(page.request["PATH_INFO"], fields)
        assert not UnsentForm.objects.exists(), address


def test_nothing_was_saved_or_sent_by_it(pair, begun):
    client = Client()
    for address, fields in cases(pair, begun).items():
        signed_out_in_the_middle(client, pair.alice)
        client.post(address, fields)
        come_back(client, pair.alice, address)
    assert not begun.answers.exists()
    assert not PrivateLine.objects.exists()
    pair.alice.refresh_from_db()
    assert pair.alice.name == "Alice"


def test_a_take_away_and_an_address_come_back_too(pair):
    opened = factories.opened_check_in(pair)
    client = Client()
    for form in ("take_away", "keep_take_away"):
        signed_out_in_the_middle(client, pair.bob)
        client.post(reverse(form, args=[opened.pk]), {"words": f"{WORDS} {form}"})
        assert f"{WORDS} {form}" in come_back(client, pair.bob, reverse(form, args=[opened.pk])).content.decode()
    dana = factories.person("Dana")
    signed_out_in_the_middle(client, dana)
    client.post("/invite/", {"address": "typed@example.org"})
    assert "typed@example.org" in come_back(client, dana, "/invite/").content.decode()


def kept_for_alice(pair, begun):
    client = Client()
    signed_out_in_the_middle(client, pair.alice)
    client.post(f"/check-ins/{begun.pk}/", dict.fromkeys(begun.prompts, WORDS))
    assert UnsentForm.objects.get().user == pair.alice
    return client


@pytest.mark.parametrize("who", ["bob", "eve", "charlie"])
def test_whoever_else_signs_in_on_that_phone_reads_nothing(pair, begun, who, request):
    client = kept_for_alice(pair, begun)
    person = request.getfixturevalue(who)
    html = come_back(client, person, f"/check-ins/{begun.pk}/").content.decode()
    assert WORDS not in html
    assert BACK not in html


def test_the_cookie_alone_opens_nothing_and_no_row_opens_without_it(pair, begun):
    client = kept_for_alice(pair, begun)
    assert WORDS not in client.get(f"/check-ins/{begun.pk}/", follow=True).content.decode()
    assert WORDS not in come_back(Client(), pair.alice, f"/check-ins/{begun.pk}/").content.decode()


def test_it_comes_back_on_its_own_page_alone(pair, begun):
    client = kept_for_alice(pair, begun)
    other = factories.check_in_at(pair, timezone.now() + timedelta(days=7), timezone.now())
    come_back(client, pair.alice)
    for address in ("/settings/", f"/check-ins/{other.pk}/"):
        assert WORDS not in client.get(address).content.decode()
    assert WORDS in client.get(f"/check-ins/{begun.pk}/").content.decode()


def test_no_other_form_and_nobody_else_ends_it(pair, begun):
    client = kept_for_alice(pair, begun)
    come_back(client, pair.bob)
    client.post(f"/check-ins/{begun.pk}/", dict.fromkeys(begun.prompts, "his"))
    client.force_login(pair.alice)
    others = {reverse("take_away", args=[begun.pk]): {"words": "x"}, "/settings/": {"profile-name": "Alice"}}
    for address, fields in {**others, reverse("push_look"): {}, "/api/v1/nowhere/": {}}.items():
        client.post(address, fields)
        assert WORDS in client.get(f"/check-ins/{begun.pk}/").content.decode(), address
    client.post(reverse("keep_answers", args=[begun.pk]), dict.fromkeys(begun.prompts, WORDS))
    assert not UnsentForm.objects.exists(), "kept is sent again as well"


def test_after_an_hour_it_is_gone(pair, begun):
    client = kept_for_alice(pair, begun)
    UnsentForm.objects.update(kept_at=timezone.now() - unsent.KEPT_FOR)
    assert WORDS not in come_back(client, pair.alice, f"/check-ins/{begun.pk}/").content.decode()
    assert unsent.forget_unsent_forms(timezone.now()) == 1


def test_the_row_holds_no_words_that_can_be_read(pair, begun):
    kept_for_alice(pair, begun)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM couples_unsentform")
        assert WORDS not in str(cursor.fetchall())


def test_the_cookies_are_out_of_reach_of_scripts_and_say_nothing(pair, begun):
    client = kept_for_alice(pair, begun)
    for name in (unsent.WHOSE, unsent.UNSENT):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"
        assert str(pair.alice.pk) != client.cookies[name].value


@pytest.mark.parametrize("cookie", [None, "", "nonsense"])
def test_of_a_person_who_is_not_known_nothing_is_kept(pair, begun, cookie):
    client = Client()
    signed_out_in_the_middle(client, pair.alice)
    if cookie is None:
        del client.cookies[unsent.WHOSE]
    else:
        client.cookies[unsent.WHOSE] = cookie
    away = client.post(f"/check-ins/{begun.pk}/", dict.fromkeys(begun.prompts, WORDS))
    assert not UnsentForm.objects.exists()
    assert "is kept for an hour" not in client.get(away["Location"]).content.decode()


def test_sending_again_and_again_fills_nothing(pair, begun):
    client = Client()
    signed_out_in_the_middle(client, pair.alice)
    for number in range(unsent.MOST_FORMS + 3):
        client.post(f"/check-ins/{begun.pk}/", {begun.prompts[0]: f"{WORDS} {number}"})
    assert UnsentForm.objects.count() == unsent.MOST_FORMS
    assert f"{WORDS} {number}" in come_back(client, pair.alice, f"/check-ins/{begun.pk}/").content.decode()


def test_each_page_that_lay_open_has_its_text_back(pair, begun):
    """One of them kept while its person wrote on; the other must not be pushed out by it."""
    rule = factories.agreed_response_rule(pair)
    client = Client()
    signed_out_in_the_middle(client, pair.alice)
    client.post(reverse("coping_line", args=[rule.pk]), {"coping_line": "on the other page"})
    for number in range(unsent.MOST_FORMS + 3):
        client.post(f"/check-ins/{begun.pk}/", {begun.prompts[0]: f"{WORDS} {number}"})
    assert UnsentForm.objects.count() == unsent.MOST_FORMS
    assert f"{WORDS} {number}" in come_back(client, pair.alice, f"/check-ins/{begun.pk}/").content.decode()
    client.post(f"/check-ins/{begun.pk}/", dict.fromkeys(begun.prompts, WORDS))
    assert "on the other page" in client.get(f"/agreements/{rule.pk}/").content.decode()


def test_what_was_typed_about_oneself_is_in_the_form_and_nowhere_else(pair):
    client = Client()
    signed_out_in_the_middle(client, pair.alice)
    typed = {"profile-name": WORDS, "profile-language": "zh-hans", "profile-time_zone": "Asia/Tokyo"}
    client.post("/settings/", {**typed, "profile-theme": "dark"})
    page = come_back(client, pair.alice, "/settings/")
    person = page.wsgi_request.user
    assert (person.name, person.language, person.theme) == ("Alice", "en", pair.alice.theme)
    html = page.content.decode()
    assert html.count(WORDS) == 1
    assert '<html lang="en"' in html
    assert 'data-theme="dark"' not in html


def test_other_words_come_back_although_the_agreement_has_ended(pair):
    rule = factories.agreed_response_rule(pair)
    address = f"/agreements/{rule.pk}/other-words/"
    client = Client()
    signed_out_in_the_middle(client, pair.alice)
    client.post(address, {"please": WORDS, "within_minutes": "60", "based_on": "1", "action": "send"})
    consent.end(rule, pair.bob_seat, timezone.now())
    page = come_back(client, pair.alice, address)
    assert (page.status_code, page.redirect_chain) == (200, [])
    for text in ("This has ended", "What you just typed", WORDS):
        assert text in page.content.decode()
    assert come_back(Client(), pair.alice, address).redirect_chain


def test_two_people_of_one_browser_have_each_their_own_back(pair, begun):
    client = Client()
    for person in (pair.alice, pair.bob):
        signed_out_in_the_middle(client, person)
        client.post(f"/check-ins/{begun.pk}/", dict.fromkeys(begun.prompts, f"words of {person.name}"))
    for person, other in ((pair.alice, pair.bob), (pair.bob, pair.alice)):
        html = come_back(client, person, f"/check-ins/{begun.pk}/").content.decode()
        assert f"words of {person.name}" in html
        assert f"words of {other.name}" not in html
    for person in (pair.alice, pair.bob):
        assert client.cookies[unsent.UNSENT].value, "the sign-in page says that something is kept"
        come_back(client, person)
        client.post(f"/check-ins/{begun.pk}/", dict.fromkeys(begun.prompts, WORDS))
    assert not client.cookies[unsent.UNSENT].value


@pytest.mark.parametrize("character", ["安", "🍵", '"', "\n"])
def test_the_longest_answers_of_any_script_come_back(pair, begun, character):
    client = Client()
    signed_out_in_the_middle(client, pair.alice)
    longest = "." + character * 3998 + "."
    shown = {f"initial-{prompt}": longest for prompt in begun.prompts}
    client.post(f"/check-ins/{begun.pk}/", {**dict.fromkeys(begun.prompts, longest), **shown})
    page = come_back(client, pair.alice, f"/check-ins/{begun.pk}/")
    assert [page.context["form"][prompt].value() for prompt in begun.prompts] == [longest] * 3


def test_a_form_that_is_too_large_is_not_kept(pair, begun):
    client = Client()
    signed_out_in_the_middle(client, pair.alice)
    client.post(f"/check-ins/{begun.pk}/", {begun.prompts[0]: "x" * (unsent.MOST_BYTES + 1)})
    assert not UnsentForm.objects.exists()


def test_buttons_and_passwords_are_never_kept(pair):
    client = Client()
    signed_out_in_the_middle(client, pair.alice)
    for address in ("/pause/start/", "/leave/", reverse("account_change_password"), reverse("account_reauthenticate")):
        client.post(address, {"words": WORDS, "oldpassword": "secret", "offer": "20"})
    assert not UnsentForm.objects.exists()


def test_through_the_sign_in_page_it_comes_back_as_well(pair, begun):
    client = kept_for_alice(pair, begun)
    assert WORDS in sign_in(client, pair.alice, f"/check-ins/{begun.pk}/").content.decode()


def test_another_sign_in_changes_whose_forms_come_from_here(pair, begun):
    """Alice's page still lies open in a tab; Bob signs in, and out by himself ending. Her form's key fits no more."""
    client = Client()
    sign_in(client, pair.alice)
    hers = client.get(f"/check-ins/{begun.pk}/").context["csrf_token"]
    Session.objects.all().delete()
    sign_in(client, pair.bob)
    assert decrypt(client.cookies[unsent.WHOSE].value) == str(pair.bob.pk)
    Session.objects.all().delete()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    sent = {begun.prompts[0]: WORDS, "csrfmiddlewaretoken": str(hers)}
    assert strict.post(f"/check-ins/{begun.pk}/", sent).status_code == 403
    assert not UnsentForm.objects.exists()


def test_words_for_two_are_shown_to_who_is_not_connected_any_more(pair, begun):
    """Sent after the other has left, or signed out before and back after it: to be copied, without hidden fields."""
    addresses = {address: fields for address, fields in cases(pair, begun).items() if "drafts" not in address}
    del addresses["/settings/"]
    sent = {**dict.fromkeys(begun.prompts, WORDS), "initial-was_heavy": "HIDDEN", "submission": "HIDDEN"}
    here, others = factories.signed_in(None, pair.alice), {}
    for address, fields in addresses.items():
        others[address] = Client()
        signed_out_in_the_middle(others[address], pair.alice)
        others[address].post(address, sent | fields)
    pair.left()
    here.force_login(pair.alice)
    for address, fields in addresses.items():
        answer = here.post(address, sent | fields)
        assert answer.status_code == 403
        for page in (answer, come_back(others[address], pair.alice, address)):
            html = page.content.decode()
            assert "What you just typed" in html, address
            assert WORDS in html, address
            assert "HIDDEN" not in html
        assert WORDS not in come_back(others[address], pair.bob, address).content.decode()
    assert "What you just typed" not in here.get("/pause/").content.decode()


def test_every_page_that_takes_words_of_a_person_keeps_them():
    """A form with words that is not marked loses them; the names of the forms without any stand here."""
    without_words = {
        "first_steps", "key_make", "key_revoke", "invitation_withdraw", "claim_confirm", "claim_refuse",
        "invitation_claim", "invitation_decline", "block_address", "leave", "closing_told", "draft_send",
        "draft_delete", "agreement_accept", "agreement_decline", "agreement_take_back", "agreement_end", "pause_start",
        "pause_return", "notices_read", "reminder_settings", "reminder_test", "push_subscribe",
        "push_look", "push_renew", "push_forget", "exit", "other_enter", "other_confirm", "other_remove", "unsubscribe",
        "not_me", "drafts_send", "offer_no_more", "agreement_seen", "topic_let_go", "topic_next_time", "topic_keep_on",
        "calendar_make", "calendar_stop", "later", "move_accept", "move_decline", "move_take_back", "suits", "talk_now",
        "talk_now_agree", "talk_now_not_today", "talk_now_take_back", "pause_extend", "pause_slip", "pause_talking",
        "another_question", "deck_choose", "deck_heavy", "deck_take_away", "own_question_fine",
        "own_question_take_away",
        "pause_try_begin", "pause_try_no_more", "appreciation_take_back", "one_question", "one_question_no_more",
        "notice", "entry_delete", "entry_show", "copy_take_back", "own_trigger_remove", "call_keep", "daily", "lock",
        "thought_line", "thought_delete", "trigger_agreement", "trigger_eased", "eased_show", "closeness_delete",
        "closeness_show", "erasure_begin", "erasing_keep", "erasing_now",
        "export_make", "export_put_away",
        "tint", "install_told", "start", "take_to_next", "topic_pick", "talk", "talk_about", "talk_stop", "pause_talk",
        "pause_talk_stop", "try_this", "try_keep", "try_let_go", "try_agreement", "trial_review",
        "agreement_begin_again", "agreement_try", "occasion_accept", "occasion_decline", "occasion_take_back",
        "call_answer_let_go", "call_close", "call_hold",
        "phrase_say", "phrase_let_go", "phrase_take_back", "phrase_put_away", "own_phrase_delete", "own_answer_forget",
        "mine_letter_hold", "mine_letter_take_out", "mine_letter_throw_away", "mine_letter_agreement",
        "mine_letter_send", "theme_set", "theme_off", "need_agreement", "mine_letter_save", "mine_letter_take_back",
        "own_line_take", "daily_line", "own_item_first", "own_item_delete", "own_item_put_back", "own_item_plan",
        "habits_switch", "habit_delete",
        "responsibility_swap", "template", "unnoticed_take_away", "unnoticed_take_up",
        # Two questions, answered at once and kept nowhere.
        "two_weeks",
        # What is asked about words, beside the form that has them.
        "wording_hint",
    }  # fmt: skip
    taking = {name for name, methods in ACCESS.items() if "POST" in methods}
    marked = {name for name in taking if getattr(resolve(_path(name)).func, "keeps_typed", False)}
    assert marked == taking - without_words


def _path(name):
    key = "00000000-0000-4000-8000-000000000000"
    for arguments in ([], [key], [key, 1]):
        try:
            return reverse(name, args=arguments)
        except LookupError:
            continue
        except Exception:  # noqa: BLE001 -- another number of arguments
            continue
    raise AssertionError(name)
