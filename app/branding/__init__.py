"""How the town's page looks and what it is called: themes, colors, and the texts of the people who run it."""
