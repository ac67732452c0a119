"""The only reader of TOML: the facts, and the strict reader that forms, locales and cases share."""

from mlat.facts.check import check
from mlat.facts.loading import load

__all__ = ["check", "load"]
