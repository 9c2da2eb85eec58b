"""The calendar on other sites: the widget, the page that makes its code, and oEmbed."""
