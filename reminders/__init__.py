"""Reminders: when and how to reach a person. The rows are the queue."""
