/** What the town's sources don't cover. */
import { adminFrame } from "@/admin/AdminPage";
import { CoverageView } from "@/admin/coverage/CoverageView";
import type { FramedPage } from "@/pages/_app";

const CoveragePage: FramedPage = () => <CoverageView />;

CoveragePage.frame = adminFrame;
export default CoveragePage;
