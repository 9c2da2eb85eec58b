/** Corrects the recipe of a page of cards by clicking on its copy, before the source is added. */
import type { Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import type { Candidate } from "@/admin/discovery/findings";
import { PickOnPage } from "@/admin/recipes/picking/lazy";
import { usePicking } from "@/admin/recipes/picking/usePicking";
import { useOffice } from "@/language/office";

export function CorrectRecipe({
  candidate,
  onRecipe,
}: {
  candidate: Candidate;
  /** With the recipe as it is after each pick, once it has all that it needs. */
  onRecipe: (recipe: Schemas["Recipe"]) => void;
}) {
  const texts = useOffice();
  const page = { url: candidate.base_url, timezone: candidate.timezone || "America/New_York" };
  const picking = usePicking(page, ({ recipe, picked, lacking }) => {
    if (picked && lacking.length === 0) onRecipe(recipe);
  });
  return (
    <>
      {!picking.reading && (
        <span>
          <Button disabled={picking.busy} onClick={() => picking.open(candidate.recipe as Schemas["Recipe"] | null)}>
            {texts.pickOnPage}
          </Button>
        </span>
      )}
      <PickOnPage picking={picking} />
    </>
  );
}
