"""What needs a person, over all subjects, and what somebody put aside."""
