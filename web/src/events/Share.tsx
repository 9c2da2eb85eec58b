/** Shares the page's address by the device's own menu, or else copies it. */
import { useState } from "react";

import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { usePage } from "@/language/page";

/** `address`: another one than the page's. */
export function Share({ title, address, label }: { title: string; address?: string; label?: string }) {
  const texts = usePage();
  const [copied, setCopied] = useState(false);

  async function share() {
    const url = address ? new URL(address, location.href).href : location.href;
    try {
      if (typeof navigator.share === "function") return await navigator.share({ title, url });
      await navigator.clipboard.writeText(url);
      setCopied(true);
    } catch (error) {
      const closed = error instanceof DOMException && error.name === "AbortError";
      if (!closed) location.href = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(url)}`;
    }
  }

  return (
    <Button look="quiet" onClick={() => void share()}>
      <Icon name="share" />
      <span aria-live="polite">{copied ? texts.event.copied : (label ?? texts.event.share)}</span>
    </Button>
  );
}
