"""Couples: who. Users, couples of two seats, invitations, leaving."""
