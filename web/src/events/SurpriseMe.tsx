/** A button that opens a random upcoming event matching the filters. */
import { useRouter } from "next/router";
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { toProblem } from "@/api/useRemote";
import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { eventAddress } from "@/events/paths";
import { filterQuery, type Filters } from "@/events/view";

export function SurpriseMe({ filters }: { filters: Filters }) {
  const router = useRouter();
  const [label, setLabel] = useState("Surprise me");

  async function choose() {
    try {
      const query = Object.fromEntries(filterQuery(filters));
      const found = await unwrap(api.GET("/api/surprise", { params: { query } }));
      const { href, as } = eventAddress(found.event_id, found.title);
      await router.push(href, as);
    } catch (error) {
      setLabel(toProblem(error).status === 404 ? "No events to pick from" : "Didn’t work. Try again");
    }
  }

  return (
    <Button look="quiet" onClick={choose} aria-label={label} title={label}>
      <Icon name="surprise" />
      <span className="only-wide" aria-live="polite">
        {label}
      </span>
    </Button>
  );
}
