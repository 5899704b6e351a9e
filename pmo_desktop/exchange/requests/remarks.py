"""What reading line managers' answers has to tell, by code; `findings.SENTENCES` has it too."""

from __future__ import annotations

from collections.abc import Mapping

from pmo_desktop.domain.health import Reason

REQUEST_REMARKS: Mapping[str, Reason] = {
    "request_unknown": Reason(
        "The request of row {cell} is not in this database (any more); its answer was left out."
    ),
    "request_no_decision": Reason(
        "“{text}” is no decision: choose one of the words that the cell offers."
    ),
    "request_nobody": Reason(
        "Nobody in the pool is called “{text}”: the answer was left out. Write the name as it is "
        "known."
    ),
    "request_changed": Reason(
        "What is asked for with “{text}” has changed since the file was sent: the answer was left "
        "out. Send the request out again, or write its answer down in the window."
    ),
    "request_beyond": Reason(
        "“{text}” ({given}) is more than was asked for ({asked}), or is not understood: the answer "
        "was left out. What is given must lie within what was asked for."
    ),
    "request_needs_person": Reason(
        "“{text}” is a placeholder: say who takes its place, then the answer can be taken in."
    ),
}
