"""Plans of other planning programs, in and out."""
