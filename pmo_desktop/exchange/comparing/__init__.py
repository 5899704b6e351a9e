"""What a file says against what the database knows, record by record and field by field."""
