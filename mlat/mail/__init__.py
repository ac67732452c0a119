"""Mail out and in: composing, the wire, parsing and matching; no database, no Flask."""
