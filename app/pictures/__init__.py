"""Pictures that Marquee draws itself."""
