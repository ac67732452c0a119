"""Acts that change something, one module per verb in the order of the work.

A service takes `(actor, now, ...)`, opens its one transaction itself and returns plain values.
"""
