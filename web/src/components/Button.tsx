/** Something to press, or a link that looks like it. 44 px high, for thumbs. */
import Link from "next/link";
import type { AnchorHTMLAttributes, ButtonHTMLAttributes } from "react";

import { classes } from "@/components/classes";

type Look = { look?: "plain" | "primary" | "quiet" | "danger"; icon?: boolean };

function className({ look = "plain", icon = false }: Look, more?: string): string {
  return classes("button", look !== "plain" && `button--${look}`, icon && "button--icon", more);
}

export function Button({ look, icon, className: more, ...rest }: Look & ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button type="button" {...rest} className={className({ look, icon }, more)} />;
}

/** `href` within the page goes without a reload; `outside` is for feeds, other sites and downloads. */
export function ButtonLink({
  look,
  icon,
  outside = false,
  className: more,
  href,
  ...rest
}: Look & { outside?: boolean; href: string } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  const shown = className({ look, icon }, more);
  return outside ? <a {...rest} href={href} className={shown} /> : <Link {...rest} href={href} className={shown} />;
}
