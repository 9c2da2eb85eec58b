"""The town's branding: what administrators set, and the files that pages load."""
