/** The view in the page's URL, and a function to change it. */
import { useRouter } from "next/router";
import { useCallback, useMemo } from "react";

import { useHydrated } from "@/layout/hydrated";
import { parseView, viewAddress, type View } from "@/events/view";

/**
 * `ready` is false until the router knows the URL. The first rendering is that of the build, at any address: where it differs,
 * attributes keep the values of the build.
 */
export function useView(): { view: View; ready: boolean; go: (view: View, how?: "push" | "replace") => void } {
  const router = useRouter();
  const ready = useHydrated() && router.isReady;
  const url = ready ? router.asPath : "/";
  const view = useMemo(() => parseView(url), [url]);
  const go = useCallback(
    (next: View, how: "push" | "replace" = "push") => {
      const { href, as } = viewAddress(next);
      void router[how](href, as, { shallow: true, scroll: false });
    },
    [router],
  );
  return { view, ready, go };
}
