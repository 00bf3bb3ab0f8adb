"""What is stored and why, on its page and in its document: both made from what each room keeps."""

from __future__ import annotations

import re

import pytest
from django.conf import settings as service
from django.core import checks
from django.test import Client
from django.utils import translation

from basics.keeping import all_keepings
from pages.documents import documents
from pages.privacy import showing
from pages.privacy.contact import contact
from pages.privacy.showing import privacy
from pages.safety.showing import safety


def told() -> dict[str, object]:
    groups = (alike for part in privacy().subjects for seen in part.by_reader for alike in seen.alike)
    return {thing.label: thing for alike in groups for thing in alike.things}


def test_everything_that_is_kept_of_a_person_is_told_once():
    assert sorted(told()) == sorted(kept.label for kept in all_keepings() if kept.sentence)


def test_the_documents_say_what_the_code_keeps():
    for path, text in documents(service.BASE_DIR / "docs").items():
        assert path.read_text() == text, f"`manage.py documents` writes {path.name} anew"


def test_a_document_is_stale_as_soon_as_something_else_is_kept(monkeypatch):
    monkeypatch.setattr(showing, "all_keepings", lambda: all_keepings()[:-20])
    stale = [path.name for path, text in documents(service.BASE_DIR / "docs").items() if path.read_text() != text]
    assert stale == ["privacy.md"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_both_pages_say_all_of_it_without_signing_in(client: Client, language: str):
    client.cookies.load({"django_language": language})
    with translation.override(language):
        pages = {
            "/privacy/": [*(thing.sentence for thing in told().values()), *privacy().in_short],  # type: ignore[attr-defined]
            "/safety/": [point for section in safety() for point in section.points],
        }
        for path, sentences in pages.items():
            html = client.get(path).content.decode()
            assert [str(said) for said in sentences if translation_safe(said) not in html] == []


@pytest.mark.django_db
def test_what_is_not_folded_is_read_in_two_minutes(client: Client):
    page = client.get("/privacy/").content.decode().partition("<main")[2].partition("</main>")[0]
    unfolded = re.sub("<[^>]+>", " ", re.sub("<details>.*?</details>", "", page, flags=re.DOTALL))
    assert len(unfolded.split()) < 400
    assert "holds the keys" in unfolded, "nor is what one may not like folded away"


def test_what_becomes_of_things_is_said_once_for_all_that_are_alike():
    for subject in privacy().subjects:
        for seen in subject.by_reader:
            assert len({tuple(alike.marks) for alike in seen.alike}) == len(seen.alike)


def translation_safe(said: object) -> str:
    return str(said).replace("'", "&#x27;")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/account/signup/"])
def test_both_are_linked_where_one_decides_to_begin(client: Client, path: str):
    html = client.get(path).content.decode()
    assert 'href="/privacy/"' in html
    assert ('href="/safety/"' in html) is (path == "/")


@pytest.mark.django_db
def test_the_way_there_is_in_settings_and_under_more(alice_client: Client):
    for path in ("/settings/", "/more/"):
        assert 'href="/privacy/"' in alice_client.get(path).content.decode()


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("hello@steady.example", "mailto:hello@steady.example"),
        ("https://steady.example/ask", "https://steady.example/ask"),
    ],
)
def test_who_may_be_asked_is_named_by_the_operator(settings, address: str, link: str):
    settings.CONTACT = address
    assert (contact().address, contact().link) == (address, link)


@pytest.mark.django_db
def test_without_a_contact_the_page_says_what_is_true_without_one(client: Client, settings):
    settings.CONTACT = ""
    html = client.get("/privacy/").content.decode()
    assert "whoever runs this service" in html
    assert "mailto:" not in html


@pytest.mark.parametrize(
    ("contact", "https", "times"), [("", True, 1), ("hello@steady.example", True, 0), ("", False, 0)]
)
def test_operators_are_told_where_nobody_may_be_asked(settings, contact: str, https: bool, times: int):
    settings.CONTACT, settings.HTTPS = contact, https
    assert [found.id for found in checks.run_checks()].count("pages.W002") == times
