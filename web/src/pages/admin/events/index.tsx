/** The list of events, one event (`/admin/events/?id=7`), or a new one (`?new=1`). */
import dynamic from "next/dynamic";
import { useRouter } from "next/router";

import { queryParam } from "@/admin/urls";
import { AddEvent } from "@/admin/events/AddEvent";
import { EventSearch } from "@/admin/events/EventSearch";
import { AdminPage, adminFrame } from "@/admin/AdminPage";
import { EmptyState } from "@/components/states";
import type { FramedPage } from "@/pages/_app";

/** Loaded when an event is opened: the list stays small. */
const EventView = dynamic(() => import("@/admin/events/EventView").then((loaded) => loaded.EventView));

const EventsPage: FramedPage = () => {
  const router = useRouter();
  const id = queryParam(router.query, "id");
  if (queryParam(router.query, "new") !== undefined) return <AddEvent />;
  if (id === undefined) return <EventSearch ready={router.isReady} />;
  if (!/^[1-9]\d{0,14}$/.test(id))
    return (
      <AdminPage title="Event">
        <EmptyState title="Event not found">The link is incomplete.</EmptyState>
      </AdminPage>
    );
  return <EventView key={id} id={Number(id)} />;
};

EventsPage.frame = adminFrame;
export default EventsPage;
