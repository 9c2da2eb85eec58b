/** The public front page as the draft would make it, in a frame that runs no script. */
import { useEffect, useRef, useState } from "react";

import type { Schemas } from "@/api/client";
import { Field } from "@/components/Field";
import { useBrandingTexts } from "@/admin/branding/texts";

type Mode = "light" | "dark";
const WIDTHS = { wide: "100%", phone: "360px" } as const;
type Width = keyof typeof WIDTHS;

export function BrandingPreview({ preview }: { preview: Schemas["BrandingPreview"] }) {
  const texts = useBrandingTexts();
  const [mode, setMode] = useState<Mode>("light");
  const [width, setWidth] = useState<Width>("wide");
  const section = useRef<HTMLElement>(null);
  const frame = useRef<HTMLIFrameElement>(null);

  useEffect(() => section.current?.scrollIntoView({ block: "start" }), [preview]);
  useEffect(() => paint(frame.current, preview.style, mode), [preview, mode]);

  return (
    <section ref={section} className="stack" aria-label={texts.preview}>
      <h2>{texts.preview}</h2>
      <p className="soft">{texts.previewAbout}</p>
      <div className="admin-filters">
        <Field label={texts.mode}>
          <select value={mode} onChange={(event) => setMode(event.currentTarget.value as Mode)}>
            {(["light", "dark"] as const).map((one) => (
              <option key={one} value={one}>
                {texts.modes[one]}
              </option>
            ))}
          </select>
        </Field>
        <Field label={texts.width}>
          <select value={width} onChange={(event) => setWidth(event.currentTarget.value as Width)}>
            {(["wide", "phone"] as const).map((one) => (
              <option key={one} value={one}>
                {texts.widths[one]}
              </option>
            ))}
          </select>
        </Field>
      </div>
      <iframe
        ref={frame}
        className="page-frame"
        style={{ maxWidth: WIDTHS[width] }}
        sandbox="allow-same-origin"
        srcDoc={preview.html}
        title={texts.preview}
        onLoad={() => paint(frame.current, preview.style, mode)}
      />
    </section>
  );
}

/** The security policy allows no inline styles, but sheets that a script makes. */
function paint(frame: HTMLIFrameElement | null, style: string, mode: Mode): void {
  const page = frame?.contentDocument;
  const view = frame?.contentWindow as (Window & typeof globalThis) | null | undefined;
  if (!page?.documentElement || !view) return; // not yet
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(style);
  page.adoptedStyleSheets = [sheet];
  page.documentElement.dataset.theme = mode;
}
