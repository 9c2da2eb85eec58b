/** An image from the source's site. Its box has a fixed size, so nothing moves when it loads; hidden if it fails. */
import { useState } from "react";

import { classes } from "@/components/classes";

export function Picture({ url, className }: { url?: string | null; className?: string }) {
  const [failed, setFailed] = useState(false);
  if (!url || failed || !/^https?:\/\//i.test(url)) return null;
  return (
    <div className={classes("picture", className)}>
      <img
        src={url}
        alt=""
        loading="lazy"
        decoding="async"
        referrerPolicy="no-referrer"
        onError={() => setFailed(true)}
      />
    </div>
  );
}
