"""Files on the disk: which are meant, what they are, what may safely be read of them."""
