"""Basics: what every room stands on and that knows no room: encryption, local time, submissions."""
