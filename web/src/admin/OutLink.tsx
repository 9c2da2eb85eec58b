/** An address that a source wrote: a link when it is one of the web, else its text. */
import { webAddress } from "@/events/addresses";

export function OutLink({ address, children }: { address: string | null | undefined; children?: string }) {
  const href = webAddress(address);
  if (!href) return <span className="break">{children ?? address ?? ""}</span>;
  return (
    <a className="break" href={href} rel="noreferrer">
      {children ?? href}
    </a>
  );
}
