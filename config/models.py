"""What the service keeps about itself."""

from django.db import models

# There is one row, and it has this number.
ONLY = 1


class Canary(models.Model):
    """An encrypted text of nobody's, which the right keys read, and a time that is written to see whether it can be."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    song = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=ONLY), name="one_canary"),)

    def __str__(self) -> str:
        return "canary"
