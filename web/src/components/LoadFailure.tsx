/** A loading error with a way forward: try again, or log in if the calendar isn't public. */
import type { ApiProblem } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { EmptyState, ErrorState } from "@/components/states";
import { usePage } from "@/language/page";

const UNAUTHORIZED = 401;

export function LoadFailure({ title, problem, onRetry }: { title: string; problem: ApiProblem; onRetry: () => void }) {
  const texts = usePage();
  if (problem.status !== UNAUTHORIZED) return <ErrorState title={title} detail={problem.detail} onRetry={onRetry} retry={texts.list.retry} />;
  return (
    <EmptyState
      title={texts.list.private}
      action={
        <ButtonLink look="primary" href="/admin/login/">
          {texts.list.logIn}
        </ButtonLink>
      }
    >
      {texts.list.privateText}
    </EmptyState>
  );
}
