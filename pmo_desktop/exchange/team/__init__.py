"""Teams' own tables: where they are, what their columns are, what their rows say."""
