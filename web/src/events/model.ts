/** Short names for the API types that the public page shows. */
import type { Schemas } from "@/api/client";

/** One occurrence in a list, with its event. */
export type Listing = Schemas["Occurrence"];
export type Event = Schemas["WholeEvent"];
export type Time = Event["occurrences"][number];
export type Place = Schemas["Place"];
export type Price = Schemas["Price"];
export type Change = Schemas["EventChange"];
