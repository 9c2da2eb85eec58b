/** Some event that is coming up and passes the filters, at a press. */
import { useRouter } from "next/router";
import { useState } from "react";

import { answered, api } from "@/api/client";
import { asProblem } from "@/api/useRemote";
import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { queryOf, type Filters } from "@/events/view";

export function SurpriseMe({ filters }: { filters: Filters }) {
  const router = useRouter();
  const [words, setWords] = useState("Surprise me");

  async function choose() {
    try {
      const query = Object.fromEntries(queryOf(filters));
      const found = await answered(api.GET("/api/surprise", { params: { query } }));
      await router.push(`/events/?id=${found.event_id}`);
    } catch (error) {
      setWords(asProblem(error).status === 404 ? "Nothing to choose from" : "That failed: again?");
    }
  }

  return (
    <Button look="quiet" onClick={choose} aria-label={words} title={words}>
      <Icon name="surprise" />
      <span className="only-wide" aria-live="polite">
        {words}
      </span>
    </Button>
  );
}
