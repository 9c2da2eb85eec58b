/** The health of all sources on one screen. */
import { adminFrame } from "@/admin/AdminPage";
import { HealthBoard } from "@/admin/health/HealthBoard";
import type { FramedPage } from "@/pages/_app";

const HealthPage: FramedPage = () => <HealthBoard />;

HealthPage.frame = adminFrame;
export default HealthPage;
