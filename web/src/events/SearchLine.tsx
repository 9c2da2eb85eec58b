/** Search as you type: the address follows a moment after the last key, or at once on Enter. */
import { useEffect, useRef, useState } from "react";

import { Icon } from "@/components/Icon";

const PAUSE_MS = 250;

export function SearchLine({
  words,
  onSearch,
  label = "Search events",
  placeholder = "Search: jazz, market, manatee …",
}: {
  words: string;
  onSearch: (words: string) => void;
  label?: string;
  placeholder?: string;
}) {
  const [text, setText] = useState(words);
  const sent = useRef(words);
  const search = useRef(onSearch);
  search.current = onSearch;

  useEffect(() => {
    if (words !== sent.current) {
      sent.current = words;
      setText(words);
    }
  }, [words]);

  function send(wanted: string) {
    if (wanted === sent.current) return;
    sent.current = wanted;
    search.current(wanted);
  }

  useEffect(() => {
    const timer = setTimeout(() => send(text.trim()), PAUSE_MS);
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
      <label className="visually-hidden" htmlFor="search-words">
        {label}
      </label>
      <Icon name="search" className="search__icon" />
      <input
        id="search-words"
        className="input search__input"
        type="search"
        name="q"
        value={text}
        maxLength={200}
        placeholder={placeholder}
        autoComplete="off"
        enterKeyHint="search"
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}
