"""The app's registration with Django."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The config room."""

    name = "config"
