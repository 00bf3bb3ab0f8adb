"""Other words for an agreement: what may be changed, how it would read, and sending it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from agreements.kinds.base import kind_named
from agreements.kinds.form import TermsForm
from agreements.kinds.sentences import Sentence
from agreements.kinds.talks import offer_talk, with_talk
from agreements.kinds.terms import Terms
from agreements.letters import consent
from agreements.letters.called import called
from agreements.letters.forms import AmendingForm
from agreements.letters.models import Agreement, Version
from agreements.letters.reading import Comparison, Letter, compare, letter_of, letter_saying
from agreements.letters.version_names import name_of_version
from basics.shown import remember_what_was_shown
from basics.submissions import body_hash
from basics.transactions import reading
from couples.seats.models import Membership


class Amendment:
    """One person's other words for one version of an agreement."""

    def __init__(
        self,
        agreement: Agreement,
        seat: Membership,
        read: Version,
        data: Mapping[str, Any] | None = None,
        begun: Mapping[str, Any] = MappingProxyType({}),
        wanted: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        self.agreement, self.seat, self.read = agreement, seat, read
        # What was begun before, and what a link asks to begin with.
        self.begun, self.wanted = begun, wanted
        self.kind = kind_named(agreement.kind)
        self.form = self._form(data)
        self.sent = AmendingForm(data)
        # What was typed is for the words that were read then, which may stand no more: `read` was not read there.
        self.based_on = self.sent.number(agreement) if self.sent.is_bound else read.number

    @property
    def called(self) -> str:
        """Return what its page calls the words that were read."""
        return called(self.kind, self.read.terms)

    @property
    def version_read(self) -> str:
        """Return what its page calls the version that was read."""
        return name_of_version(self.agreement.pk, self.based_on)

    def _form(self, data: Mapping[str, Any] | None) -> TermsForm:
        hidden = {*self.kind.private_fields, *self._not_mine}
        names = (self.seat.user.name, self.seat.partner.name)
        author, other = names if self.agreement.is_begun_by(self.seat) else names[::-1]
        form = self.kind.form_class(
            data,
            initial={**self.read.terms.values, **self.begun, **self.wanted},
            shown=[name for name in self.kind.form_class.base_fields if name not in hidden],
            author_name=author,
            partner_name=other,
        )
        # A hint about words of the other's would tell how they were written.
        form.standing = self.read.terms.words
        if not self.agreement.is_begun_by(self.seat):
            form.written_by_partner(self.read.terms)
        with reading(self.seat.user_id):
            offer_talk(form, self.agreement.couple_id, self.seat.user.time_zone, timezone.now())
        remember_what_was_shown(form)
        return form

    @cached_property
    def _not_mine(self) -> Sequence[str]:
        """The words that the one who began this words alone."""
        if self.agreement.is_begun_by(self.seat):
            return ()
        words = self.kind.form_class.words_fields
        return [name for name in self.kind.authors_alone(self.read.terms) if name in words]

    @property
    def theirs(self) -> list[Sentence]:
        """Return what the other words alone, to be read beside the form."""
        return [sentence for sentence in self._letter_read.sentences if sentence.name in self._not_mine]

    @property
    def their_name(self) -> str:
        """Return the name under those words."""
        return self._letter_read.author_name

    @property
    def comparison(self) -> Comparison:
        """Return the words that were read and the new ones side by side. The form is valid."""
        return compare(self._letter_read, self.letter)

    @property
    def note(self) -> str:
        """Return what its writer alone is asked about it. The form is valid."""
        return self.kind.note_to_writer(self._new)

    @property
    def _new(self) -> Terms:
        return self.read.terms.replaced(self.form.terms)

    @cached_property
    def letter(self) -> Letter:
        """Return how it would read. The form is valid."""
        new = self._new
        zone = new.settings.get("zone") or self.seat.user.time_zone
        with reading(self.seat.user_id):
            said = with_talk(new, self.agreement.couple_id, zone, timezone.now())
        return letter_saying(self.agreement, self.read, said)

    @cached_property
    def _letter_read(self) -> Letter:
        return letter_of(self.agreement, self.read)

    def onto(self, agreement: Agreement, read: Version) -> Amendment:
        """Return what was typed, for the words as they stand now; their page shows them beside it."""
        again = Amendment(agreement, self.seat, read, self.sent.data)
        again.form.full_clean()
        again.based_on = read.number
        # Sent once more it is another submission: the first one may have made something of other words.
        again.sent = AmendingForm()
        return again

    def keep(self, now: datetime) -> None:
        """Keep what is being written, for its writer alone. Raises what `keep_other_words` raises."""
        consent.keep_other_words(self.agreement, self.seat, self.form.kept_values, self.based_on, now)

    def look_over(self, now: datetime) -> None:
        """See whether the words can be sent. The form is valid. Raises what `look_over` of the verbs raises."""
        consent.look_over(self.agreement, self.seat, self.form.terms, self.based_on, now)

    def send(self, now: datetime) -> Version:
        """Send the words. The form is valid. Raises what `amend` raises."""
        terms = self.form.terms
        # What was read may have changed meanwhile, by the first tap on the button: only the words tell two texts apart.
        body = body_hash([terms.words, terms.settings])
        return consent.amend(self.agreement, self.seat, terms, self.based_on, self.sent.submission_id, now, body)
