/** Every source's health, refreshed regularly, and more often while a crawl runs. */
import { api, unwrap, type Schemas } from "@/api/client";
import type { Remote } from "@/api/useRemote";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useInterval } from "@/admin/useInterval";

const RUNNING_POLL_MS = 5_000;
const IDLE_POLL_MS = 30_000;

export type Source = Schemas["SourceHealth"];

export function useHealth(): Remote<readonly Source[]> {
  const remote = useAdminRemote("health", async (signal) => (await unwrap(api.GET("/api/health/sources", { signal }))).sources);
  const running = remote.value?.some((source) => source.spiders.some((spider) => spider.state === "running"));
  useInterval(remote.problem ? null : running ? RUNNING_POLL_MS : IDLE_POLL_MS, remote.retry);
  return remote;
}

/** How many events the last good run of a source's spider saw. */
export function lastGoodYield(sources: readonly Source[] | undefined, sourceId: number, spider: string): number | undefined {
  const health = sources?.find((source) => source.id === sourceId)?.spiders.find((candidate) => candidate.spider === spider);
  return health?.yields.findLast((run) => run.status === "ok")?.seen || undefined;
}
