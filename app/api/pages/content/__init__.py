"""The contents of the public pages as HTML, with the classes of the built page's style sheet. All text from sources
goes through `escape`."""
