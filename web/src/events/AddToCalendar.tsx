/** A button that opens links for the next date and for all dates, to Google, Apple, and Outlook. */
import { useEffect, useRef, type RefObject } from "react";

import { Icon } from "@/components/Icon";
import { feedLinks, googleUrl, outlookUrl } from "@/events/calendarLinks";
import type { Event, Time } from "@/events/model";
import { say } from "@/language/say";
import { usePage } from "@/language/page";
import { dayOf } from "@/time/days";
import { formatShortDay } from "@/time/format";

export function AddToCalendar({ event, next }: { event: Event; next: Time }) {
  const texts = usePage();
  const menu = useRef<HTMLDetailsElement>(null);
  const count = event.occurrences.length;
  const all = feedLinks(`/feeds/events/${event.id}/events.ics`);
  useCloseOutside(menu);
  return (
    <details className="menu" ref={menu}>
      <summary className="button">
        <Icon name="calendar" />
        {texts.event.addToCalendar}
      </summary>
      <div className="menu__box">
        <p className="menu__label">{say(texts.event.addOne, { day: formatShortDay(dayOf(next.starts_at)) })}</p>
        <Links google={googleUrl(event, next)} file={`/feeds/dates/${next.id}/events.ics`} outlook={outlookUrl(event, next)} />
        {count > 1 && (
          <>
            <p className="menu__label">{say(texts.event.addAll, { count })}</p>
            <Links {...all} />
          </>
        )}
      </div>
    </details>
  );
}

function Links({ google, file, outlook }: { google: string; file: string; outlook: string }) {
  return (
    <div className="row">
      <a className="button" href={google} rel="noreferrer">
        Google
      </a>
      <a className="button" href={file} download>
        Apple
      </a>
      <a className="button" href={outlook} rel="noreferrer">
        Outlook
      </a>
    </div>
  );
}

/** Escape and a click elsewhere close the menu. */
function useCloseOutside(menu: RefObject<HTMLDetailsElement | null>): void {
  useEffect(() => {
    const close = (event: KeyboardEvent | MouseEvent) => {
      const element = menu.current;
      if (!element?.open) return;
      if (event instanceof KeyboardEvent ? event.key === "Escape" : !element.contains(event.target as Node)) element.open = false;
    };
    document.addEventListener("keydown", close);
    document.addEventListener("click", close);
    return () => {
      document.removeEventListener("keydown", close);
      document.removeEventListener("click", close);
    };
  }, [menu]);
}
