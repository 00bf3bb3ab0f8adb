"""How long pages take."""
