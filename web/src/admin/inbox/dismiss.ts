/** Puts something aside: the inbox leaves it out until something else happens to it. */
import { api, unwrap, type Schemas } from "@/api/client";

export async function dismiss(kind: Schemas["Dismissal"]["kind"], subject: string): Promise<true> {
  await unwrap(api.POST("/api/inbox/dismiss", { body: { kind, subject } }));
  return true;
}
