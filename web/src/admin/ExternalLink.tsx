/** Shows a URL from a source: as a link if it is http or https, otherwise as plain text. */
import { webUrl } from "@/events/urls";

export function ExternalLink({ url, children }: { url: string | null | undefined; children?: string }) {
  const href = webUrl(url);
  if (!href) return <span className="break">{children ?? url ?? ""}</span>;
  return (
    <a className="break" href={href} rel="noreferrer">
      {children ?? href}
    </a>
  );
}
