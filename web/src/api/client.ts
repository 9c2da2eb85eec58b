/** The API, typed by its own description: `api.GET("/api/events/{event_id}", …)`. Its problems become `ApiProblem`. */
import createClient, { type Middleware } from "openapi-fetch";

import type { components, paths } from "@/api/schema";

/** The shapes that the API answers with, by the names that it gives them. */
export type Schemas = components["schemas"];

/** The API said no (RFC 9457), or did not answer: `status` is then 0. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly detail: string;
  /** What is wrong with each parameter or field, by its name. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(status: number, detail: string, fields: Record<string, string> = {}) {
    super(detail);
    this.name = "ApiProblem";
    this.status = status;
    this.detail = detail;
    this.fields = fields;
  }
}

const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);
let csrfToken: string | null = null;

/** After a log-in, or after asking who one is: goes with every act of the session. */
export function rememberCsrfToken(token: string | null): void {
  csrfToken = token;
}

const sessionActs: Middleware = {
  onRequest({ request }) {
    if (csrfToken && UNSAFE.has(request.method)) request.headers.set("X-CSRF-Token", csrfToken);
    return request;
  },
};

/** Same origin: the service serves the page too, and Next's development server passes the API's addresses on. */
export const api = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });
api.use(sessionActs);

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** What was asked for; throws `ApiProblem` when the API says no or nobody answers. An abort stays an abort. */
export async function answered<T>(call: Promise<Answer<T>>): Promise<T> {
  return (await answeredWhole(call)).data;
}

/** With the response, for its headers. */
export async function answeredWhole<T>(call: Promise<Answer<T>>): Promise<{ data: T; response: Response }> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(0, "The service does not answer. Is there a connection?");
  }
  if (!answer.response.ok) throw problemOf(answer.response.status, answer.error);
  return { data: answer.data as T, response: answer.response };
}

type Details = { detail?: string; title?: string; errors?: { where?: unknown[]; message?: string }[] };

function problemOf(status: number, body: unknown): ApiProblem {
  const details: Details = body && typeof body === "object" ? body : {};
  const fields = (details.errors ?? []).map(({ where, message }) => [String(where?.at(-1) ?? ""), message ?? ""]);
  const named = fields.map(([name, message]) => `${name}: ${message}`).join("; ");
  const said = details.detail ?? details.title ?? `The service answered ${status}.`;
  return new ApiProblem(status, named ? `${said} ${named}` : said, Object.fromEntries(fields));
}
