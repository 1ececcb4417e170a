"""What sets a member to null, told apart from what leaves it alone."""

from __future__ import annotations

from typing import Final, final


@final
class Null:
    """The type of `NULL`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NULL"

    def __bool__(self) -> bool:
        return False


NULL: Final = Null()
"""Sets a member to null in a call that changes something; None leaves the member as it is."""
