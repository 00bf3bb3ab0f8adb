"""Agreements: what two people set, in force only while both accept the same words."""
