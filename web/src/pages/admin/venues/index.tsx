/** The town's places: the list, or one of them (`?id=`). */
import { useRouter } from "next/router";

import { adminFrame } from "@/admin/AdminPage";
import { PlaceList } from "@/admin/places/PlaceList";
import { PlaceView } from "@/admin/places/PlaceView";
import { queryParam } from "@/admin/urls";
import type { FramedPage } from "@/pages/_app";

const VenuesPage: FramedPage = () => {
  const router = useRouter();
  const id = queryParam(router.query, "id");
  return id ? <PlaceView key={id} id={Number(id)} /> : <PlaceList ready={router.isReady} />;
};

VenuesPage.frame = adminFrame;
export default VenuesPage;
