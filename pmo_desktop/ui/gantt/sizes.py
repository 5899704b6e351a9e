"""How large the rows of the plan are, in pixels; the bars' and the table's alike."""

from __future__ import annotations

ROW = 26
# Where the names begin, how far a level is put in, and what the arrow of a summary takes.
FIRST_INDENT = 10
INDENT = 14
ARROW_ROOM = 11
# Between a text and the edge of its column.
PADDING = 7
