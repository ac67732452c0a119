"""Synthetic mails of every kind in many languages, each with what must be read of it."""
