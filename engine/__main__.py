"""`python -m engine`: the command line, see `engine.cli`."""

from .cli import main

main()
