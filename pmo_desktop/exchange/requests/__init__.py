"""The requests that wait, as a workbook for line managers, and their answers out of it."""
