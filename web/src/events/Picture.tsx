/** A picture from the source's own site, in a place whose size is known before it comes; gone if it does not. */
import { useState } from "react";

import { classes } from "@/components/classes";

export function Picture({ address, className }: { address?: string | null; className?: string }) {
  const [failed, setFailed] = useState(false);
  if (!address || failed || !/^https?:\/\//i.test(address)) return null;
  return (
    <div className={classes("picture", className)}>
      <img
        src={address}
        alt=""
        loading="lazy"
        decoding="async"
        referrerPolicy="no-referrer"
        onError={() => setFailed(true)}
      />
    </div>
  );
}
