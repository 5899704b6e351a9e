"""Timesheets: sheets that say who worked how long on what, read, matched, compared, written."""
