/** The health of all sources on one screen. */
import { useRouter } from "next/router";

import { adminFrame } from "@/admin/AdminPage";
import { HealthBoard } from "@/admin/health/HealthBoard";
import type { FramedPage } from "@/pages/_app";

const HealthPage: FramedPage = () => {
  const { isReady } = useRouter();
  return <HealthBoard ready={isReady} />;
};

HealthPage.frame = adminFrame;
export default HealthPage;
