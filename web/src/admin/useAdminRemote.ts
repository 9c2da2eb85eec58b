/** Loads something for the back office. Like `useRemote`, but sends the user to the login page if the session has expired. */
import { useRemote, type Remote } from "@/api/useRemote";
import { useLoginRedirect } from "@/admin/login";

export function useAdminRemote<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>): Remote<T> {
  const remote = useRemote(key, load);
  useLoginRedirect(remote.problem);
  return remote;
}
