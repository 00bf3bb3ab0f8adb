"""The service's routes and the bare view W."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler500 as handler500
from config.urls import urlpatterns as own
from couples.seats.models import Membership


@login_required
def bare(request: HttpRequest, size: int) -> HttpResponse:
    """Load the signed-in user and their seat, and answer `size` bytes: what no page of the service can undercut."""
    seat = Membership.objects.active().filter(user=request.user.pk).first()
    letter = b"a" if seat else b"b"
    return HttpResponse(letter * size, content_type="text/plain")


urlpatterns = [path("bench/bare/<int:size>/", bare), *own]
