/** The name of a category that the URL gives by slug or by name. Undefined without one. */
import { useKinds } from "@/events/kinds";

export function useCategoryName(given: string | undefined): string | undefined {
  const kinds = useKinds();
  return given && (kinds.find(({ slug }) => slug === given)?.name ?? given);
}
