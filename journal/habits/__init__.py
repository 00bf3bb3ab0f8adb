"""What somebody does for their body: off until they want it, and never asked about."""
