"""All models of this room; each is in its subject's folder."""

from pages.export.models import ExportedChunk as ExportedChunk
from pages.export.models import ExportedFile as ExportedFile
