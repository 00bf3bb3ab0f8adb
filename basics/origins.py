"""Where a form comes from, said by browsers that may not say it.

Our pages send no referrer to anyone (`no-referrer`): an address of ours can be a secret. For the forms of such a page
browsers hide the origin too; they send `Origin: null` and no `Referer`. What they still say, and no page can forge,
is `Sec-Fetch-Site`. Browsers from before 2023, and all of them at an address without HTTPS, do not send that either.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware

HIDDEN = "null"
# "none" is the reader's own doing: a reload, a tab that was restored.
OURS = ("same-origin", "none")


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Tell whether the browser says that a page of another site sent this."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site not in OURS
    return request.headers.get("Origin", HIDDEN) not in (HIDDEN, *our_origins(request))


def our_origins(request: HttpRequest) -> tuple[str, str]:
    """Return how this site is named: as its operator set it, and as this request reached it."""
    return settings.SITE_URL, f"{request.scheme}://{request.get_host()}"


class FormKeyMiddleware(CsrfViewMiddleware):
    """Django's check of the key in each form (CSRF), which takes a hidden origin for a foreign one.

    Where a browser hides it and says nothing else, the key alone decides. So no other site may plant one: over HTTPS
    its cookie is `__Host-…`, which neither a neighbouring domain nor a page without HTTPS can set.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.headers["Origin"] == HIDDEN:
            return not is_from_elsewhere(request)
        return bool(super()._origin_verified(request))  # type: ignore[misc]  # its types leave it out

    def _check_referer(self, request: HttpRequest) -> None:
        if "Referer" in request.headers or is_from_elsewhere(request):
            super()._check_referer(request)  # type: ignore[misc]  # the same
