"""What the page of the file sends."""

from __future__ import annotations

from basics.submissions import SubmissionForm


class AskForm(SubmissionForm):
    """Asking for it; a double tap asks once."""
