"""Every table and every SQL statement, in folders by subject."""
