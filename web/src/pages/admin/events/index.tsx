/** Events: searched for, hidden and shown; or one with its history (`/admin/events/?id=7`). */
import { useRouter } from "next/router";

import { asked } from "@/admin/addresses";
import { EventSearch } from "@/admin/events/EventSearch";
import { EventView } from "@/admin/events/EventView";
import { OfficePage, officeFrame } from "@/admin/OfficePage";
import { EmptyState } from "@/components/states";
import type { FramedPage } from "@/pages/_app";

const EventsPage: FramedPage = () => {
  const router = useRouter();
  const id = asked(router.query, "id");
  if (id === undefined) return <EventSearch ready={router.isReady} />;
  if (!/^[1-9]\d{0,14}$/.test(id))
    return (
      <OfficePage title="Event">
        <EmptyState title="There is no such event">The link is not whole.</EmptyState>
      </OfficePage>
    );
  return <EventView key={id} id={Number(id)} />;
};

EventsPage.frame = officeFrame;
export default EventsPage;
