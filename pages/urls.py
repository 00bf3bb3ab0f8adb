"""Routes of the pages across rooms."""

from django.urls import path

from pages import earlier, first_steps, install, leaving, style, today, views
from pages.look_around.views import look_around
from pages.privacy.views import privacy_page
from pages.safety.views import safety_page

urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("look-around/<int:number>/", look_around, name="look_around"),
    path("today/", today.today, name="today"),
    path("today/installing/", install.install_told, name="install_told"),
    path("first-steps/", first_steps.first_steps, name="first_steps"),
    path("help/", views.help_page, name="help"),
    path("privacy/", privacy_page, name="privacy"),
    path("safety/", safety_page, name="safety"),
    path("exit/", leaving.quick_exit, name="exit"),
    path("style/", style.style, name="style"),
    path("style/light/", style.components, {"theme": "light"}, name="style_light"),
    path("style/dark/", style.components, {"theme": "dark"}, name="style_dark"),
    path("more/", views.more, name="more"),
    path("earlier/", earlier.earlier, name="earlier"),
    path("earlier/<uuid:couple_id>/", earlier.earlier_couple, name="earlier_couple"),
]
