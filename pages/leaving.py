"""Quick exit: the sign-in ends, and a page that says nothing leads elsewhere at once."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from basics.origins import is_from_elsewhere
from couples.people.unsent import forget_here
from reminders.choices import devices

# A page that opens at once wherever the reader is likely to be: Wikipedia does not in mainland China, and a page
# that loads for long leaves the one behind it on the screen.
QUICK_EXITS = {"en": "https://www.wikipedia.org/", "zh-hans": "https://www.baidu.com/"}


def quick_exit_url() -> str:
    """Return where quick exit leads: where the operator says, else by the active language."""
    return settings.QUICK_EXIT_URL or QUICK_EXITS.get(get_language() or "en", QUICK_EXITS["en"])


@csrf_exempt  # the key of a page that is old must keep nobody on it; whose form it is, the browser says
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quick_exit(request: HttpRequest) -> HttpResponse:
    """Lead away, whatever was sent; what this site's own form sent ends the sign-in as well.

    No redirect: the policy on where forms may lead (`form-action`) holds for redirects too.
    """
    address = quick_exit_url()
    shown = {"address": address, "name": urlsplit(address).hostname or "…"}
    response = HttpResponse(render_to_string("pages/exit.html", shown))
    if request.method == "POST" and not is_from_elsewhere(request):
        _end_here(request, response)
    return response


def _end_here(request: HttpRequest, response: HttpResponse) -> None:
    devices.rest(request.user, request.session, timezone.now())
    logout(request)
    forget_here(request, response)
    # What a page was yet to tell waits in a cookie, and the next page would tell it, to whoever opens that.
    list(messages.get_messages(request))
    # A browser empties its cache before it shows a page that asks for it, which takes seconds on a full phone. Only a
    # script's request can ask without anybody waiting.
    if request.headers.get("Sec-Fetch-Mode") != "navigate":
        response["Clear-Site-Data"] = '"cache"'
