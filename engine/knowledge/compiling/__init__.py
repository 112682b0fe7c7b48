"""From the checked rule files to the tables that ranking reads. `build` is the one way in."""

from .build import build

__all__ = ["build"]
