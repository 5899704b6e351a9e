"""Reporting rounds: workbooks out, files in, reminders."""
