/** A button that opens a random upcoming event matching the filters. */
import { useRouter } from "next/router";
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { toProblem } from "@/api/useRemote";
import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { eventAddress } from "@/events/paths";
import { filterQuery, type Filters } from "@/events/view";
import { usePage } from "@/language/page";

export function SurpriseMe({ filters }: { filters: Filters }) {
  const router = useRouter();
  const texts = usePage();
  const [failure, setFailure] = useState<"none" | "failed">();
  const label = failure ? texts.surprise[failure] : texts.surprise.title;

  async function choose() {
    try {
      const query = Object.fromEntries(filterQuery(filters));
      const found = await unwrap(api.GET("/api/surprise", { params: { query } }));
      const { href, as } = eventAddress(found.event_id, found.title);
      await router.push(href, as);
    } catch (error) {
      setFailure(toProblem(error).status === 404 ? "none" : "failed");
    }
  }

  return (
    <Button look="quiet" onClick={choose} >
      <Icon name="surprise" />
      <span aria-live="polite">{label}</span>
    </Button>
  );
}
