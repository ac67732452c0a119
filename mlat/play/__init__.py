"""Living a case file through the real services, in a database of its own: a door like the command line."""
