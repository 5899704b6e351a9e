"""The program's own workbook: what it consists of, how it goes out, how it comes back."""
