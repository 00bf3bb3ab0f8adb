"""A form carries an id, so that a double tap makes one row."""

from __future__ import annotations

import uuid

import pytest

from basics.submissions import SubmissionForm, submission_from_key

pytestmark = pytest.mark.both_databases("a second request meets a constraint inside a transaction")


def test_each_empty_form_has_an_id_of_its_own():
    ids = {SubmissionForm()["submission"].value() for _ in range(3)}
    assert len(ids) == 3


def test_the_id_that_was_sent_is_kept():
    sent = uuid.uuid4()
    form = SubmissionForm({"submission": str(sent)})
    assert form.is_valid()
    assert form.submission_id == sent


def test_a_form_without_an_id_counts_as_new():
    form, other = SubmissionForm({}), SubmissionForm({})
    assert form.is_valid()
    assert other.is_valid()
    assert form.submission_id != other.submission_id


@pytest.mark.parametrize("broken", ["not-an-id", "\0", "1" * 5000, "🫂"])
def test_a_broken_id_is_refused(broken):
    assert not SubmissionForm({"submission": broken}).is_valid()


def test_the_same_key_of_a_client_means_the_same_submission():
    assert submission_from_key("tap-1") == submission_from_key("tap-1") != submission_from_key("tap-2")
    assert submission_from_key(None) != submission_from_key(None)
