"""What feeds me: three lists of one's own, and where they are shown when it is hard."""
