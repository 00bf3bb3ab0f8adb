"""Routes of the pages across rooms."""

from django.urls import path

from pages import earlier, first_steps, install, leaving, style, today, views
from pages.help import views as help_views
from pages.look_around.views import look_around

urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("look-around/<int:number>/", look_around, name="look_around"),
    path("today/", today.today, name="today"),
    path("today/installing/", install.install_told, name="install_told"),
    path("first-steps/", first_steps.first_steps, name="first_steps"),
    path("help/", help_views.help_page, name="help"),
    path("help/two-weeks/", help_views.two_weeks, name="two_weeks"),
    path("safety/", help_views.safety, name="safety"),
    path("exit/", leaving.quick_exit, name="exit"),
    path("style/", style.style, name="style"),
    path("style/light/", style.components, {"theme": "light"}, name="style_light"),
    path("style/dark/", style.components, {"theme": "dark"}, name="style_dark"),
    path("more/", views.more, name="more"),
    path("earlier/", earlier.earlier, name="earlier"),
    path("earlier/<uuid:couple_id>/", earlier.earlier_couple, name="earlier_couple"),
]
