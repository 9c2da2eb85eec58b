/** Searches as the visitor types: after a short pause, or immediately on Enter. */
import { useEffect, useRef, useState } from "react";

import { Icon } from "@/components/Icon";
import { usePage } from "@/language/page";

const DEBOUNCE_MS = 250;

export function SearchBox({
  query,
  onSearch,
  label,
  placeholder,
}: {
  query: string;
  onSearch: (query: string) => void;
  label?: string;
  placeholder?: string;
}) {
  const texts = usePage();
  const [text, setText] = useState(query);
  const sent = useRef(query);
  const search = useRef(onSearch);
  search.current = onSearch;

  useEffect(() => {
    if (query !== sent.current) {
      sent.current = query;
      setText(query);
    }
  }, [query]);

  function send(next: string) {
    if (next === sent.current) return;
    sent.current = next;
    search.current(next);
  }

  useEffect(() => {
    const timer = setTimeout(() => send(text.trim()), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <form
      className="search"
      role="search"
      action="/"
      onSubmit={(event) => {
        event.preventDefault();
        send(text.trim());
      }}
    >
      <label className="visually-hidden" htmlFor="search-query">
        {label ?? texts.list.search}
      </label>
      <Icon name="search" className="search__icon" />
      <input
        id="search-query"
        className="input search__input"
        type="search"
        name="q"
        value={text}
        maxLength={200}
        placeholder={placeholder ?? texts.list.searchHint}
        autoComplete="off"
        enterKeyHint="search"
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}
