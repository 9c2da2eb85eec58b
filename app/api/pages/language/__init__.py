"""The languages of the pages that the server writes, with dates, times, and amounts as each locale has them."""
