"""The progress line: straight down the status date, bent to where each task really is.

A task that is as far as it should be, is done, or need not have begun stands on the line; a bend to
the left is late, to the right ahead.
"""

from __future__ import annotations

import numpy as np

from pmo_desktop.charts import tracks as t
from pmo_desktop.charts.layers import Floats
from pmo_desktop.charts.shapes import Places, done_ends, resting
from pmo_desktop.charts.timescale import TimeScale


def reached(at: Places, tracks: t.PlanTracks, scale: TimeScale, status: float) -> Floats:
    """The x that each row has reached, `status` being the status date's. A split task that rests
    then, and is done so far, is where it should be."""
    x = done_ends(at, tracks, scale)
    finished = (at.done >= 1) & (at.right <= status)
    waiting = (at.done <= 0) & (at.left >= status)
    aside = (at.kinds == t.BRACKET) | (at.tones == t.INACTIVE)
    # A milestone is a point: reached, or still to come.
    overdue = (at.kinds == t.DIAMOND) & (at.done < 1)
    x = np.where(overdue, np.minimum(at.left, status), x)
    rests = resting(at, tracks, scale, status)
    return np.where(finished | waiting | aside | rests | np.isnan(x), status, x)


def zigzag(at: Places, x: Floats, status: float, row_height: float) -> Floats:
    """The line through the rows from top to bottom, `x` being what each has reached, as
    (rows, 3, 2)."""
    found = np.empty((len(at.left), 3, 2))
    found[:, :, 0] = status
    found[:, 1, 0] = x
    found[:, 0, 1] = at.top
    found[:, 1, 1] = at.middle
    found[:, 2, 1] = at.top + row_height
    return found
