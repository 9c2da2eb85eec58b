/** The platforms whose sites Marquee can read. */
import { api, unwrap, type Schemas } from "@/api/client";
import type { Remote } from "@/api/useRemote";
import { useAdminRemote } from "@/admin/useAdminRemote";

export type Platform = Schemas["PlatformChoice"];

export function usePlatforms(): Remote<readonly Platform[]> {
  return useAdminRemote("platforms", async (signal) => (await unwrap(api.GET("/api/sources/platforms", { signal }))).platforms);
}
