"""Guards between a spider and a site: robots.txt, delays, public addresses only, and no bad response for a reader."""
