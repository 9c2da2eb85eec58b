/** The themes, each as it looks in light and dark mode. */
import type { CSSProperties } from "react";

import type { Schemas } from "@/api/client";
import { useBrandingTexts } from "@/admin/branding/texts";

export function ThemePicker({
  themes,
  chosen,
  shown,
  onChoose,
}: {
  themes: readonly Schemas["ThemeChoice"][];
  /** "": none. */
  chosen: string;
  /** The one that visitors see. */
  shown: string;
  onChoose: (theme: string) => void;
}) {
  const texts = useBrandingTexts();
  return (
    <fieldset className="themes">
      <legend>{texts.theme}</legend>
      {themes.map(({ name, light, dark }) => (
        <label key={name} className="theme">
          <input type="radio" name="theme" value={name} checked={(chosen || shown) === name} onChange={() => onChoose(name)} />
          <span className="theme__name">{texts.themes[name]}</span>
          <span className="theme__modes" aria-hidden="true">
            {[light, dark].map((colors, at) => (
              <span key={at} className="theme__mode" style={variables(colors)}>
                <span className="theme__title">{texts.sampleTitle}</span>
                <span className="theme__soft">{texts.sampleTime}</span>
                <span className="theme__button">{texts.sampleButton}</span>
              </span>
            ))}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function variables(colors: Schemas["Colors"]): CSSProperties {
  return Object.fromEntries(Object.entries(colors).map(([name, color]) => [`--${name.replace("_", "-")}`, color]));
}
