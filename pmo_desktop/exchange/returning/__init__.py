"""A team's own file, back to its sender: the doubtful cells marked in it, all else untouched."""
