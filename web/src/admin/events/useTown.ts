/** The names of the town's categories, without "Other", which an event is in if it is in no other. */
import { api, unwrap } from "@/api/client";
import { useAdminRemote } from "@/admin/useAdminRemote";

export function useTown(): readonly string[] {
  const { value } = useAdminRemote("town categories", (signal) => unwrap(api.GET("/api/categories", { signal })));
  return value?.town.filter((one) => one.slug !== "other").map((one) => one.name) ?? [];
}
