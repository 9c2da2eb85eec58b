"""LibCal, the library calendar."""
