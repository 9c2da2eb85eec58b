/** The button that switches between light and dark mode. */
import { useEffect, useState } from "react";

import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { chooseTheme, currentTheme, type Theme } from "@/layout/theme";
import { usePage } from "@/language/page";

export function ThemeToggle() {
  const texts = usePage();
  const [theme, setTheme] = useState<Theme>("light");
  useEffect(() => setTheme(currentTheme()), []);

  function toggle() {
    const next = currentTheme() === "dark" ? "light" : "dark";
    chooseTheme(next);
    setTheme(next);
  }

  return (
    <Button look="quiet" icon onClick={toggle} title={texts.shell.theme}>
      <Icon name={theme === "dark" ? "sun" : "moon"} />
      <span className="visually-hidden">{theme === "dark" ? texts.shell.light : texts.shell.dark}</span>
    </Button>
  );
}
