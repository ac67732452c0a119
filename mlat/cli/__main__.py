"""`python -m mlat.cli`: the same program where no script is installed."""

from mlat.cli import main

main()
