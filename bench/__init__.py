"""Measures that stand as ratios: both sides in one run, interleaved, medians of three rounds."""
