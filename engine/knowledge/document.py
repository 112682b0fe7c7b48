"""A file that has been read: its value, and where in the file each part of the value stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yaml.nodes import MappingNode, Node, SequenceNode

from ..errors import Problem

Path = tuple[str | int, ...]
"""Keys and list positions from the top of the file, such as ("findings", "gait-ataxia", "parents", 0)."""


class Places:
    """Looks up where a part of a file stands. Lines and columns count from 1.

    Nothing is computed until a place is asked for: most files are read without a single problem to report.

    Args:
        compose: makes the tree of nodes of a file that has been read.
    """

    __slots__ = ("_compose", "_made")

    def __init__(self, compose: Callable[[], Node]) -> None:
        self._compose = compose
        self._made: Node | None = None

    @property
    def _root(self) -> Node:
        if self._made is None:
            self._made = self._compose()
        return self._made

    def __getitem__(self, path: Path) -> tuple[int, int]:
        """Where the value at `path` starts.

        Args:
            path: keys and list positions from the top of the file; () is the file's whole value.

        Returns:
            Line and column, from 1.

        Raises:
            KeyError: the file has nothing at this path.
        """
        return _start(_find(self._root, path)[1])

    def __contains__(self, path: Path) -> bool:
        try:
            _find(self._root, path)
        except KeyError:
            return False
        return True

    def key(self, path: Path) -> tuple[int, int]:
        """Where the key of the value at `path` starts; for an item of a list, where the item starts.

        Args:
            path: keys and list positions from the top of the file.

        Returns:
            Line and column, from 1.

        Raises:
            KeyError: the file has nothing at this path.
        """
        key, value = _find(self._root, path)
        return _start(value if key is None else key)

    def nearest(self, path: Path, *, at_key: bool = False) -> tuple[int, int]:
        """Like the lookups above, but for a path that is not in the file the nearest part around it answers.

        Args:
            path: keys and list positions from the top of the file.
            at_key: ask for the key instead of the value; a part around a missing path is always told by its key.

        Returns:
            Line and column, from 1.
        """
        if path in self:
            return self.key(path) if at_key else self[path]
        while path not in self:
            path = path[:-1]
        return self.key(path)


@dataclass(frozen=True, slots=True)
class Document:
    """A file that has been read. `value` is plain dicts, lists, texts, numbers, booleans and None."""

    value: Any
    places: Places
    file: str

    def problem(self, path: Path, message: str, *, at_key: bool = False) -> Problem:
        """A problem with the value at `path`, or with its key, told with its place.

        Args:
            path: keys and list positions from the top of the file; it need not exist.
            message: what was found, what is allowed, what to do.
            at_key: point at the key instead of the value.

        Returns:
            The problem, ready to be collected.
        """
        line, column = self.places.nearest(path, at_key=at_key)
        return Problem(self.file, line, column, message)


def _start(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _find(root: Node, path: Path) -> tuple[Node | None, Node]:
    """The key node, if there is one, and the value node at a path."""
    key, node = None, root
    for step in path:
        key, node = _step(node, step)
    return key, node


def _step(node: Node, step: str | int) -> tuple[Node | None, Node]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key, value
    elif isinstance(node, SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        return None, node.value[step]
    raise KeyError(step)
