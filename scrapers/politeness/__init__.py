"""Guards between a spider and a site: robots.txt, delays, public addresses only."""
