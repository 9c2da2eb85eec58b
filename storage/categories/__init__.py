"""The town's own short list of categories, and the rules that map what sources say to it."""
