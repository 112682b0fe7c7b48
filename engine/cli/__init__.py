"""The command line. It is a contract: scripts depend on its names, its JSON and its exit codes.

    0 fine    1 the input or the rules are wrong (the message says where and what to do)    2 wrong usage
"""

from .app import main

__all__ = ["main"]
