"""Two simulated years of an office: many requests, random answers, workers killed at random moments."""
