"""The people of the back office: how they are invited."""
