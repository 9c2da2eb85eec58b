"""What sources say about whether an event takes place: words, marks on titles, and notices."""
