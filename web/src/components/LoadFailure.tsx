/** A loading error with a way forward: try again, or log in if the calendar isn't public. */
import type { ApiProblem } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { EmptyState, ErrorState } from "@/components/states";

const UNAUTHORIZED = 401;

export function LoadFailure({ title, problem, onRetry }: { title: string; problem: ApiProblem; onRetry: () => void }) {
  if (problem.status !== UNAUTHORIZED) return <ErrorState title={title} detail={problem.detail} onRetry={onRetry} />;
  return (
    <EmptyState
      title="Log in to see this calendar"
      action={
        <ButtonLink look="primary" href="/admin/login/">
          Log in
        </ButtonLink>
      }
    >
      This calendar isn’t public.
    </EmptyState>
  );
}
