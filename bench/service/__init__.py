"""What the bench adds to the service: a kind and a channel that do nothing, and a bare view."""
