"""A letter in four steps: kept, held until one is calm, saved for a talk, or sent."""
