"""The weekly letter: its issues, its subscribers, and each delivery."""
