"""What the owner of a venue's site learns: what Marquee reads there, how fresh it is, and how to make it better."""
