"""Tables as they stand on the screen, written out for others: workbooks and text files."""
