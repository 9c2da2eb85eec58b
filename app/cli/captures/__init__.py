"""`python -m app captures`, and `replay`, which reads them."""
