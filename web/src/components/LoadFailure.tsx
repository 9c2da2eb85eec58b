/** Why something could not be loaded, and what to do: try again, or log in where reading is not public. */
import type { ApiProblem } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { EmptyState, ErrorState } from "@/components/states";

const UNAUTHORIZED = 401;

export function LoadFailure({ title, problem, onRetry }: { title: string; problem: ApiProblem; onRetry: () => void }) {
  if (problem.status !== UNAUTHORIZED) return <ErrorState title={title} detail={problem.detail} onRetry={onRetry} />;
  return (
    <EmptyState
      title="Log in to read"
      action={
        <ButtonLink look="primary" href="/admin/login/">
          Log in
        </ButtonLink>
      }
    >
      This calendar is not public.
    </EmptyState>
  );
}
