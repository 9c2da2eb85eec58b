/** The API client, typed from the OpenAPI file: `api.GET("/api/events/{event_id}", …)`. Errors become `ApiProblem`. */
import createClient, { type Middleware } from "openapi-fetch";

import { pageTexts } from "@/language/page";
import type { components, paths } from "@/api/schema";

/** The API's request and response types, by their OpenAPI names. */
export type Schemas = components["schemas"];

export type FieldVersions = { readonly field: string; readonly yours: unknown; readonly now: unknown };

/** An error response from the API (RFC 9457), or no response at all, in which case `status` is 0. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly detail: string;
  /** Error messages by parameter or field name. */
  readonly fields: Readonly<Record<string, string>>;
  /** The same by the whole path in the request's body: `links.1.url`. */
  readonly paths: Readonly<Record<string, string>>;
  /** After a change by somebody else (412): each field as this editor wants it, and as it is now. */
  readonly versions: readonly FieldVersions[];
  /** The password is right, and the login also needs a code. */
  readonly codeNeeded: boolean;

  constructor(
    status: number,
    detail: string,
    fields: Record<string, string> = {},
    versions: readonly FieldVersions[] = [],
    codeNeeded = false,
    paths: Record<string, string> = {},
  ) {
    super(detail);
    this.name = "ApiProblem";
    this.status = status;
    this.detail = detail;
    this.fields = fields;
    this.versions = versions;
    this.codeNeeded = codeNeeded;
    this.paths = paths;
  }

  /** The same with what the server says in another language. */
  translated(by: (text: string) => string): ApiProblem {
    const all = (messages: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(messages).map(([name, message]) => [name, by(message)]));
    return new ApiProblem(this.status, by(this.detail), all(this.fields), this.versions, this.codeNeeded, all(this.paths));
  }
}

const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);
let csrfToken: string | null = null;

/** Sets the token that is sent with every unsafe request. Comes with the session. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token;
}

const addCsrfToken: Middleware = {
  onRequest({ request }) {
    if (csrfToken && UNSAFE.has(request.method)) request.headers.set("X-CSRF-Token", csrfToken);
    return request;
  },
};

/** Same origin: the API also serves the page, and Next's development server proxies API paths. */
export const api = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });
api.use(addCsrfToken);

type ApiResult<T> = { data?: T; error?: unknown; response: Response };

/** The response's data. Throws `ApiProblem` for an error response or no response; rethrows an abort. */
export async function unwrap<T>(call: Promise<ApiResult<T>>): Promise<T> {
  return (await unwrapWithResponse(call)).data;
}

/** With the response, for its headers. */
export async function unwrapWithResponse<T>(call: Promise<ApiResult<T>>): Promise<{ data: T; response: Response }> {
  let result: ApiResult<T>;
  try {
    result = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(0, pageTexts().list.offline);
  }
  if (!result.response.ok) throw problemOf(result.response.status, result.error);
  return { data: result.data as T, response: result.response };
}

type Details = { detail?: string; title?: string; errors?: { where?: unknown[]; message?: string }[]; fields?: FieldVersions[]; code_needed?: boolean };

function problemOf(status: number, body: unknown): ApiProblem {
  const details: Details = body && typeof body === "object" ? body : {};
  const fields = (details.errors ?? []).map(({ where, message }) => [nameOf(where), message ?? ""]);
  const paths = (details.errors ?? []).map(({ where, message }) => [where?.slice(1).join(".") ?? "", message ?? ""]);
  const fieldErrors = fields.map(([name, message]) => (name === "body" ? message : `${name}: ${message}`)).join("; ");
  const summary = details.detail ?? details.title ?? `The server responded with status ${status}.`;
  return new ApiProblem(status, fieldErrors ? `${summary} ${fieldErrors}` : summary, Object.fromEntries(fields), details.fields, details.code_needed, Object.fromEntries(paths));
}

/** The last name in the path to a field: `body, rules, include_titles, 0` is about `include_titles`. */
function nameOf(where: unknown[] | undefined): string {
  return String(where?.filter((part) => typeof part === "string").at(-1) ?? "");
}
