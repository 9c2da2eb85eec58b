/** The copy of a page in a frame of its own, which can neither read nor change anything outside it. */
import { useEffect, useRef } from "react";

import type { PageReading } from "@/admin/recipes/picking/reading";
import { currentTheme } from "@/layout/theme";
import { usePickingTexts } from "@/language/office/picking";

type Answer = { ready?: unknown; picked?: unknown; at?: unknown; text?: unknown };

export function PageFrame({
  reading,
  onPick,
  onSelect,
}: {
  reading: PageReading;
  onPick: (element: number) => void;
  /** The text of the part that the keyboard or a click selected. */
  onSelect: (text: string) => void;
}) {
  const texts = usePickingTexts();
  const frame = useRef<HTMLIFrameElement>(null);
  const latest = useRef({ reading, onPick, onSelect, labels: texts.fields });
  latest.current = { reading, onPick, onSelect, labels: texts.fields };

  function show(start = false) {
    const { reading, labels } = latest.current;
    const message = { outlines: reading.outlines, labels, theme: currentTheme(), start };
    frame.current?.contentWindow?.postMessage(message, "*"); // the frame has no origin; the message has no secret
  }

  useEffect(() => {
    function hear({ source, data }: MessageEvent) {
      if (source !== frame.current?.contentWindow || typeof data !== "object" || data === null) return;
      const { ready, picked, at, text } = data as Answer;
      if (ready) show(true);
      if (typeof at === "number" && typeof text === "string") latest.current.onSelect(text);
      if (typeof picked === "number") latest.current.onPick(picked);
    }
    addEventListener("message", hear);
    const theme = new MutationObserver(() => show());
    theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      removeEventListener("message", hear);
      theme.disconnect();
    };
  }, []);
  useEffect(() => show(), [reading, texts]);

  return <iframe ref={frame} className="page-frame" src={`/api/pages/${encodeURIComponent(reading.copy)}`} sandbox="allow-scripts" title={texts.frame} />;
}
