/** Runs that were not believed, with what was missing. */
import { useRouter } from "next/router";

import { officeFrame } from "@/admin/OfficePage";
import { asked } from "@/admin/addresses";
import { SuspectRuns } from "@/admin/runs/SuspectRuns";
import type { FramedPage } from "@/pages/_app";

const SuspectPage: FramedPage = () => {
  const router = useRouter();
  return <SuspectRuns cursor={asked(router.query, "cursor")} ready={router.isReady} />;
};

SuspectPage.frame = officeFrame;
export default SuspectPage;
