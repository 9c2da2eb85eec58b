"""The languages of what the server writes, with dates, times, and amounts as each locale has them."""
