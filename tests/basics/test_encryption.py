"""People's own words: encrypted at rest, unreadable without the key, never half readable."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import connection
from django.utils import timezone

from agreements.calls import verbs as calling
from agreements.calls.models import Call, SavedAnswer
from agreements.drafts.models import Draft
from agreements.letters.models import Consent, PrivateLine, Version
from agreements.pauses.models import ReturnPage
from agreements.phrases.models import OwnAnswer, OwnPhrase, SentPhrase
from agreements.phrases.verbs import Answered, answer
from agreements.responsibilities.models import Unnoticed
from agreements.trials.models import TrialAnswer
from basics import encryption
from basics.encryption import EncryptedTextField, WordsUnreadable, decrypt, encrypt, rotate_model
from checkins.agenda.models import Topic
from checkins.answers.models import Answer, TakeAway
from checkins.answers.verbs import keep_take_away
from checkins.moving.models import Move
from checkins.questions.models import OwnDeck, OwnQuestion
from checkins.theme.models import SealedNeeds
from checkins.tries.models import Try
from couples.begun.models import BegunText
from couples.begun.verbs import keep_begun
from couples.keys.models import ApiKey
from couples.pairing.models import Invitation
from couples.people.models import UnsentForm, User
from journal.appreciations.models import Appreciation
from journal.closeness.models import ClosenessSentence
from journal.copies.models import ShownCopy
from journal.entries.models import Entry, OwnTrigger
from journal.habits.models import Habit
from journal.letters.answering import answer as answer_letter
from journal.letters.models import ComposedLetter, LetterDraft
from journal.lists.models import OwnItem
from journal.needs.models import Ranking
from journal.thoughts.models import Thought
from journal.triggers.models import EasedAnswer
from pages.export.models import ExportedChunk
from reminders.models import OtherAddress, OutsideLink, PushDevice, Reminder
from tests.helpers import factories, letters, notebook
from tests.journal import own
from tests.journal.closeness.writing import gone_on
from tests.pages.export.files import file_ready

both_databases = pytest.mark.both_databases("bytes and raw SQL that read them")

MARKER = "zebra-in-the-kitchen"
TEXTS = [
    "",
    "plain",
    "a" * 10_000,
    "今天很累，想抱抱",
    "אני צריך רגע",
    "🫂👩🏽‍❤️‍👨🏼",
    "line\nbreak\r\n\ttab",
    "combining é, zero\u200dwidth",
]


@pytest.mark.parametrize("text", TEXTS)
def test_words_come_back_as_they_were(text):
    assert decrypt(encrypt(text)) == text


def test_the_same_words_look_different_each_time():
    assert encrypt(MARKER) != encrypt(MARKER)


BROKEN = {
    "empty": "",
    "no token": "not a token",
    "plain": MARKER,
    "cut": encrypt("x")[:-2],
    "made up": "gAAAAA" + "A" * 80,
}


@pytest.mark.parametrize("token", BROKEN.values(), ids=BROKEN.keys())
def test_what_cannot_be_decrypted_fails_closed(token):
    with pytest.raises(WordsUnreadable):
        decrypt(token)


def test_a_wrong_key_fails_closed(settings):
    token = encrypt(MARKER)
    settings.WORDS_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(WordsUnreadable):
        decrypt(token)
    with pytest.raises(WordsUnreadable):
        encryption.rotate(token)


def models_with_words():
    """Return every model that has an encrypted field, with those fields."""
    fields = {
        model: [field for field in model._meta.local_fields if isinstance(field, EncryptedTextField)]
        for model in apps.get_models()
    }
    return {model: found for model, found in fields.items() if found}


WORDS = [pytest.param(model, id=model.__name__) for model in models_with_words()]


@pytest.fixture(scope="module")
def rows_with_words(rows_of_the_module):
    """One row at least of every model with words, each of them with the marker in it."""
    pair = factories.connected_couple()
    factories.open_invitation(factories.person("Dana"), f"{MARKER}@example.org")
    Reminder.objects.filter(user__isnull=False).update(payload={"text": MARKER})
    factories.draft(pair.alice, when=MARKER, coping_line=MARKER)
    rule = factories.agreed_response_rule(pair, when=MARKER, please=MARKER)
    PrivateLine.objects.create(couple=pair.couple, agreement=rule, user=pair.alice, words=MARKER)
    calling.answer(pair.bob_seat, factories.called(rule, pair.alice_seat, MARKER).pk, MARKER, True, timezone.now())
    TrialAnswer.objects.create(
        couple=pair.couple,
        version=Version.objects.get(agreement=rule),
        person=pair.alice,
        answer="change",
        words={"when": MARKER},
        answered_at=timezone.now(),
    )
    Consent.objects.update(name=MARKER)
    now = timezone.now()
    PushDevice.objects.create(
        user=pair.alice, endpoint_key="key", endpoint=MARKER, public_key=MARKER, secret=MARKER, added_at=now
    )
    OtherAddress.objects.create(user=pair.alice, service="app", address=MARKER, code=MARKER, entered_at=now)
    ApiKey.objects.create(user=pair.alice, name=MARKER, key_hash="hash", created_at=now, ends_at=now)
    OutsideLink.objects.create(token_hash="hash", user=pair.alice, target=MARKER, made_at=now)
    UnsentForm.objects.create(user=pair.alice, token_hash="hash", form={"fields": {"when": [MARKER]}}, kept_at=now)
    keep_begun(pair.alice, "check_in:1", {"words": MARKER}, now)
    check_in = factories.opened_check_in(pair, words=MARKER)
    keep_take_away(check_in, pair.alice_seat, MARKER, now)
    wish = Answer.objects.filter(check_in=check_in, author=pair.alice).latest("pk")
    Try.objects.create(couple=pair.couple, author=pair.alice, answer=wish, words=MARKER, check_in=check_in)
    notebook.needs(pair.alice, "rest", line=MARKER)
    payload = Ranking.objects.get().payload
    SealedNeeds.objects.create(couple=pair.couple, check_in=check_in, author=pair.alice, payload=payload)
    factories.queued(pair.alice_seat, MARKER, now)
    factories.unnoticed(pair.alice_seat, MARKER, now)
    notebook.noted(pair.alice_seat, MARKER)
    OwnAnswer.objects.create(person=pair.alice, phrase="miss_you", words=MARKER)
    mine = OwnPhrase.objects.create(person=pair.alice, words=MARKER, added_at=now)
    answer(pair.bob_seat, factories.said_phrase(pair.alice_seat, str(mine.pk)).pk, Answered(MARKER), False, now)
    letters.letter_draft(pair.alice, MARKER, now)
    answer_letter(pair.bob_seat, letters.letter_sent(pair.alice_seat, MARKER, now).pk, MARKER, now)
    Entry.objects.create(person=pair.alice, at=now, payload={"text": MARKER})
    OwnTrigger.objects.create(person=pair.alice, words=MARKER, added_at=now)
    notebook.looked_at(pair.alice, MARKER)
    notebook.answered_eased(pair.alice, trigger=MARKER)
    own.listed(pair.alice, MARKER)
    own.habit(pair.alice, MARKER)
    gone_on(pair.alice, MARKER)
    said = {"text": MARKER}
    ShownCopy.objects.create(couple=pair.couple, giver=pair.alice, kind="entry", said=said, source=MARKER, shown_at=now)
    deck = OwnDeck.objects.create(couple=pair.couple, author=pair.alice, title=MARKER, made_at=now)
    OwnQuestion.objects.create(couple=pair.couple, deck=deck, author=pair.alice, words=MARKER, made_at=now)
    factories.written_after(factories.over_pause(pair.bob_seat), pair.alice_seat, MARKER, now)
    file_ready(pair.alice, MARKER.encode())
    Move.objects.create(
        couple=pair.couple,
        author=pair.alice,
        how="left_out",
        subject="x",
        slot=now,
        starts_at=now,
        line=MARKER,
        made_at=now,
    )
    return pair


@pytest.fixture
def every_kind_of_words(rows_with_words, db):
    return rows_with_words


def test_the_models_with_words_are_these():
    """A new one has to be added to the fixture above, so that it is tested as well."""
    assert set(models_with_words()) == {
        Answer,
        ApiKey,
        Appreciation,
        BegunText,
        ClosenessSentence,
        ComposedLetter,
        Call,
        Consent,
        PrivateLine,
        Draft,
        EasedAnswer,
        Entry,
        ExportedChunk,
        Habit,
        Invitation,
        LetterDraft,
        Move,
        OtherAddress,
        OutsideLink,
        OwnAnswer,
        OwnDeck,
        OwnItem,
        OwnPhrase,
        OwnQuestion,
        OwnTrigger,
        PushDevice,
        Ranking,
        Reminder,
        ReturnPage,
        SavedAnswer,
        SealedNeeds,
        SentPhrase,
        ShownCopy,
        Thought,
        TakeAway,
        Topic,
        TrialAnswer,
        Try,
        Unnoticed,
        UnsentForm,
        Version,
    }


def raw_rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return [tuple(map(str, row)) for row in cursor.fetchall()]


@both_databases
def test_no_table_of_the_database_holds_words_in_the_clear(every_kind_of_words):
    for table in connection.introspection.table_names():
        found = [row for row in raw_rows(table) if any(MARKER in value for value in row)]
        assert not found, f"{table} holds words that anyone with the database could read"


@both_databases
def test_the_marker_would_be_found(every_kind_of_words):
    """Companion: in a column that is not encrypted the same search does find it."""
    User.objects.filter(pk=every_kind_of_words.alice.pk).update(name=MARKER)
    assert any(MARKER in value for row in raw_rows("couples_user") for value in row)


def texts(model):
    names = [field.name for field in models_with_words()[model]]
    return sorted(map(str, model._base_manager.values_list("pk", *names)))


@both_databases
@pytest.mark.parametrize("model", WORDS)
def test_rotation_moves_every_model_to_the_new_key_and_changes_no_word(every_kind_of_words, settings, model):
    before, old = texts(model), settings.WORDS_KEYS
    assert before, "the fixture makes a row of every model"
    new = Fernet.generate_key().decode()
    settings.WORDS_KEYS = [new, *old]
    assert rotate_model(model) >= 1
    settings.WORDS_KEYS = [new]
    assert texts(model) == before


@pytest.mark.parametrize("model", WORDS)
def test_reading_rows_with_a_wrong_key_fails_closed(every_kind_of_words, settings, model):
    settings.WORDS_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(WordsUnreadable):
        texts(model)


def test_a_page_with_unreadable_words_shows_neither_words_nor_ciphertext(every_kind_of_words, settings, client):
    client = factories.signed_in(client, every_kind_of_words.alice)
    client.raise_request_exception = False
    settings.WORDS_KEYS = [Fernet.generate_key().decode()]
    response = client.get("/agreements/")
    assert response.status_code == 500
    assert b"gAAAAA" not in response.content
    assert MARKER.encode() not in response.content


@both_databases
def test_rotation_never_overwrites_what_is_written_meanwhile(every_kind_of_words, settings, monkeypatch):
    """The forced order: the rotation has read a text; its writer changes it; the rotation writes."""
    line = PrivateLine.objects.get()
    rotate = encryption.rotate

    def rotate_while_someone_writes(token):
        PrivateLine.objects.filter(pk=line.pk).update(words="newer words")
        return rotate(token)

    monkeypatch.setattr(encryption, "rotate", rotate_while_someone_writes)
    assert rotate_model(PrivateLine) == 0
    assert PrivateLine.objects.get().words == "newer words"


@pytest.mark.django_db
@pytest.mark.parametrize("lookup", ["words", "words__contains", "words__in", "words__startswith"])
def test_words_cannot_be_looked_up(lookup):
    with pytest.raises(FieldError, match="decrypt one couple"):
        Answer.objects.filter(**{lookup: "x"}).exists()


@both_databases
@pytest.mark.django_db
def test_json_words_keep_their_shape(every_kind_of_words):
    words = {"when": "词 \" ' \\ 🫂", "feel": ""}
    made = Draft.objects.create(author=every_kind_of_words.alice, kind="rhythm", words=words, updated_at=timezone.now())
    assert Draft.objects.get(pk=made.pk).words == words


# Fields of rows by the million that hardly ever carry anything


@both_databases
def test_what_says_nothing_is_stored_as_nothing_where_a_field_says_so(every_kind_of_words):
    row = Reminder.objects.filter(user=every_kind_of_words.alice).latest("due_at")
    assert (row.address, row.payload) == ("", {})
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, payload FROM reminders_reminder WHERE id = %s", [row.pk])
        assert cursor.fetchone() == ("", "")


@both_databases
def test_an_empty_text_in_a_field_of_words_fails_closed(every_kind_of_words):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE agreements_privateline SET words = ''")
    with pytest.raises(WordsUnreadable):
        PrivateLine.objects.get()
