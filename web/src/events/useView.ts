/** The view in the address, and ways to change it. */
import { useRouter } from "next/router";
import { useCallback, useMemo } from "react";

import { addressOf, viewOf, type View } from "@/events/view";

/** `ready` is false until the address is known: the page was rendered before anybody asked for it. */
export function useView(): { view: View; ready: boolean; go: (view: View, how?: "push" | "replace") => void } {
  const router = useRouter();
  const address = router.isReady ? router.asPath : "/";
  const view = useMemo(() => viewOf(new URL(address, "http://page").searchParams), [address]);
  const go = useCallback(
    (next: View, how: "push" | "replace" = "push") => {
      void router[how](addressOf(next), undefined, { shallow: true, scroll: false });
    },
    [router],
  );
  return { view, ready: router.isReady, go };
}
