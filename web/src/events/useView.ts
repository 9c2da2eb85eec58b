/** The view in the page's URL, and a function to change it. */
import { useRouter } from "next/router";
import { useCallback, useMemo } from "react";

import { parseView, viewAddress, type View } from "@/events/view";

/** `ready` is false until the router knows the URL, because the page was rendered at build time. */
export function useView(): { view: View; ready: boolean; go: (view: View, how?: "push" | "replace") => void } {
  const router = useRouter();
  const url = router.isReady ? router.asPath : "/";
  const view = useMemo(() => parseView(url), [url]);
  const go = useCallback(
    (next: View, how: "push" | "replace" = "push") => {
      const { href, as } = viewAddress(next);
      void router[how](href, as, { shallow: true, scroll: false });
    },
    [router],
  );
  return { view, ready: router.isReady, go };
}
