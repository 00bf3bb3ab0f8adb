"""A link as a picture that the phone across the table reads."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

# Empty squares around it, as the standard asks for: without them a camera does not find it on a dark page.
QUIET_ZONE = 4


def qr_code(link: str) -> SafeString:
    """Return an inline SVG, black on white in every theme, whose size the page says."""
    import segno  # for one page, which few open often: a start need not wait for it

    drawn = segno.make_qr(link, error="m").svg_inline(
        border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - made of squares; nothing of the link stands in it
