"""What is typed as a question."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from basics.submissions import SubmissionForm
from checkins.agenda.forms import TopicForm


class QuestionForm(TopicForm):
    """A question of one's own, and whether the other reads it before the talk."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].label = _("A question for our talk")


class NewQuestionForm(SubmissionForm, QuestionForm):
    """The same, to be queued."""
