"""Asking for the password again before what is somebody's own: for the phone that lies there unlocked."""
