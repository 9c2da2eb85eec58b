"""Sources as people add them: what a look at each recorded site promises, and what its harvest brings."""
