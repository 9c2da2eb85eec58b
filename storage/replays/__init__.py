"""What a replay compares: the last harvest and the stored events, before and after."""
