/** The name of a category that the URL gives by slug or by name. Undefined without one. */
import { useKinds } from "@/events/kinds";
import { categoryName } from "@/language/categoryName";
import { usePage } from "@/language/page";

export function useCategoryName(given: string | undefined): string | undefined {
  const texts = usePage();
  const found = useKinds().find(({ slug }) => slug === given);
  return found ? categoryName(found.name, texts) : given;
}
