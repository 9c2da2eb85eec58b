"""What Marquee is measured against, written as a user of the rival would write it."""
