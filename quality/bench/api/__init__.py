"""How fast the API answers, on a large calendar."""
