/** Suspect runs. */
import { useRouter } from "next/router";

import { adminFrame } from "@/admin/AdminPage";
import { queryParam } from "@/admin/urls";
import { SuspectRuns } from "@/admin/runs/SuspectRuns";
import type { FramedPage } from "@/pages/_app";

const SuspectPage: FramedPage = () => {
  const router = useRouter();
  return <SuspectRuns cursor={queryParam(router.query, "cursor")} ready={router.isReady} />;
};

SuspectPage.frame = adminFrame;
export default SuspectPage;
