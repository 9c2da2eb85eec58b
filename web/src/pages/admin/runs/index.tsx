/** Runs: all of them, filtered and paged by the address; or one (`/admin/runs/?id=…`). */
import { useRouter } from "next/router";

import { officeFrame } from "@/admin/OfficePage";
import { asked } from "@/admin/addresses";
import { RunList } from "@/admin/runs/RunList";
import { RunView } from "@/admin/runs/RunView";
import type { FramedPage } from "@/pages/_app";

const RunsPage: FramedPage = () => {
  const router = useRouter();
  const id = asked(router.query, "id");
  return id ? <RunView key={id} id={id} /> : <RunList ready={router.isReady} />;
};

RunsPage.frame = officeFrame;
export default RunsPage;
