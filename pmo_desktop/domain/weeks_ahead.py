"""How far ahead overload and idle time are counted, on the dashboard as everywhere else.

By itself, as the dashboard is to stand before all that sums loads up is there.
"""

from __future__ import annotations

# Whole weeks, that of the status date the first.
WEEKS_AHEAD = 12
