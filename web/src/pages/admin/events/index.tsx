/** The list of events, or one event with its history (`/admin/events/?id=7`). */
import { useRouter } from "next/router";

import { queryParam } from "@/admin/urls";
import { EventSearch } from "@/admin/events/EventSearch";
import { EventView } from "@/admin/events/EventView";
import { AdminPage, adminFrame } from "@/admin/AdminPage";
import { EmptyState } from "@/components/states";
import type { FramedPage } from "@/pages/_app";

const EventsPage: FramedPage = () => {
  const router = useRouter();
  const id = queryParam(router.query, "id");
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
