"""What a page says if there is nothing to show."""

from __future__ import annotations

from app.api.http.problems import Problem
from app.api.pages.content.head import search_form
from app.api.pages.content.view import View
from app.feeds.markup import escape


def missing(view: View, title: str, why: str) -> str:
    link = escape(view.words("list.seeAll"))
    return (
        f'<div class="state"><h1>{escape(title)}</h1><p class="state__text">{escape(why)}</p>'
        f'<p><a class="button button--primary" href="/">{link}</a></p></div>'
    )


def refused(view: View, problem: Problem) -> str:
    """What is wrong with the request, and an empty search form."""
    errors = problem.more.get("errors") or []
    items = "".join(f"<li>{escape(str(error['where'][-1]))} {escape(error['message'])}</li>" for error in errors)
    return (
        f"<h1>{escape(view.words('missing.refused'))}</h1>\n"
        f'<div lang="en"><p>{escape(problem.detail)}</p>\n<ul>{items}</ul></div>\n{search_form(view, {})}'
    )
