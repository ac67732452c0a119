"""The ticker and the loop that takes planted work: a door of its own, as many at once as one likes."""
