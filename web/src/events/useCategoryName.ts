/** The name of a category that the URL gives by slug or by name. Undefined without one. */
import { api, unwrap } from "@/api/client";
import { useRemote } from "@/api/useRemote";

export function useCategoryName(given: string | undefined): string | undefined {
  const { value } = useRemote(given ? "categories" : null, (signal) => unwrap(api.GET("/api/categories", { signal })));
  return given && (value?.town.find(({ slug }) => slug === given)?.name ?? given);
}
