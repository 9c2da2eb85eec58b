/** How every source is, again every while: often as long as something runs. */
import { answered, api, type Schemas } from "@/api/client";
import type { Remote } from "@/api/useRemote";
import { useEvery } from "@/admin/useEvery";
import { useOffice } from "@/admin/useOffice";

const BUSY_MS = 5_000;
const QUIET_MS = 30_000;

export type Source = Schemas["SourceHealth"];

export function useHealth(): Remote<readonly Source[]> {
  const remote = useOffice("health", async (signal) => (await answered(api.GET("/api/health/sources", { signal }))).sources);
  const busy = remote.value?.some((source) => source.spiders.some((spider) => spider.state === "running"));
  useEvery(remote.problem ? null : busy ? BUSY_MS : QUIET_MS, remote.retry);
  return remote;
}

/** What the last good run of a source's spider saw. */
export function usualYield(sources: readonly Source[] | undefined, sourceId: number, spider: string): number | undefined {
  const found = sources?.find((source) => source.id === sourceId)?.spiders.find((each) => each.spider === spider);
  return found?.yields.findLast((each) => each.status === "ok")?.seen || undefined;
}
