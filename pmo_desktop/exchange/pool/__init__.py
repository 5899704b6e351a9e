"""The resource pool as spreadsheets: our own workbook, leave lists, skills matrices, rates."""
