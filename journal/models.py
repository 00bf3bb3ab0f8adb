"""All models of this room; each is in its subject's folder."""

from journal.appreciations.models import Appreciation as Appreciation
