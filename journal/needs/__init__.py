"""What one needs most, in order of weight: one's own, until its owner puts it among what a talk opens."""
