/** The list of runs, or one run (`/admin/runs/?id=…`). */
import { useRouter } from "next/router";

import { adminFrame } from "@/admin/AdminPage";
import { queryParam } from "@/admin/urls";
import { RunList } from "@/admin/runs/RunList";
import { RunView } from "@/admin/runs/RunView";
import type { FramedPage } from "@/pages/_app";

const RunsPage: FramedPage = () => {
  const router = useRouter();
  const id = queryParam(router.query, "id");
  return id ? <RunView key={id} id={id} /> : <RunList ready={router.isReady} />;
};

RunsPage.frame = adminFrame;
export default RunsPage;
