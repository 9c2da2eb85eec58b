/** A button, and a link that looks like one. 44 px high so that it is easy to tap. */
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

/** Navigates without a reload; set `outside` for feeds, other sites and downloads. */
export function ButtonLink({
  look,
  icon,
  outside = false,
  className: more,
  href,
  ...rest
}: Look & { outside?: boolean; href: string } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  const classNames = className({ look, icon }, more);
  return outside ? <a {...rest} href={href} className={classNames} /> : <Link {...rest} href={href} className={classNames} />;
}
