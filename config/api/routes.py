"""All routes: those of the API, and those of the pages that its answers lead to."""

from django.urls import include, path

from config.urls import handler400 as handler400
from config.urls import handler500 as handler500
from config.urls import urlpatterns as pages

urlpatterns = [path("api/", include("config.api.urls")), *pages]
