"""The progress line: straight down the status date, bent to where each task really is.

A task that is as far as it should be, is done, or need not have begun stands on the line; a bend to
the left is late, to the right ahead.
"""

from __future__ import annotations

import numpy as np

from pmo_desktop.charts import tracks as t
from pmo_desktop.charts.layers import Floats
from pmo_desktop.charts.shapes import Places


def reached(at: Places, status: float) -> Floats:
    """The x that each row has reached, `status` being the status date's."""
    x = at.left + (at.right - at.left) * at.done
    finished = (at.done >= 1) & (at.right <= status)
    waiting = (at.done <= 0) & (at.left >= status)
    aside = (at.kinds == t.BRACKET) | (at.tones == t.INACTIVE)
    # A milestone is a point: reached, or still to come.
    overdue = (at.kinds == t.DIAMOND) & (at.done < 1)
    x = np.where(overdue, np.minimum(at.left, status), x)
    return np.where(finished | waiting | aside | np.isnan(x), status, x)


def zigzag(at: Places, status: float, row_height: float) -> Floats:
    """The line through the rows from top to bottom, as (rows, 3, 2)."""
    found = np.empty((len(at.left), 3, 2))
    found[:, :, 0] = status
    found[:, 1, 0] = reached(at, status)
    found[:, 0, 1] = at.top
    found[:, 1, 1] = at.middle
    found[:, 2, 1] = at.top + row_height
    return found
