"""What stands in one cell as a plain value: dates, money, shares, durations, people, links."""
