"""PMO Desktop: one project management office on one laptop."""

__version__ = "0.1.0"
