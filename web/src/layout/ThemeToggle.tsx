/** The button between light and dark. */
import { useEffect, useState } from "react";

import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { chooseTheme, currentTheme, type Theme } from "@/layout/theme";

export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>("light");
  useEffect(() => setTheme(currentTheme()), []);

  function toggle() {
    const next = currentTheme() === "dark" ? "light" : "dark";
    chooseTheme(next);
    setTheme(next);
  }

  return (
    <Button look="quiet" icon onClick={toggle} title="Light or dark">
      <Icon name={theme === "dark" ? "sun" : "moon"} />
      <span className="visually-hidden">{theme === "dark" ? "Use light colours" : "Use dark colours"}</span>
    </Button>
  );
}
