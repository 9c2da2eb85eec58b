"""The people of the back office: how they are invited, and the second step of their login."""
