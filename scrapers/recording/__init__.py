"""Recorded crawls: a spider's responses in a file, and the crawl repeated from them without the site."""
