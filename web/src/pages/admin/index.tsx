/** The back office's home page: the health of every source. */
import { adminFrame } from "@/admin/AdminPage";
import { SourceList } from "@/admin/sources/SourceList";
import type { FramedPage } from "@/pages/_app";

const SourcesPage: FramedPage = () => <SourceList />;

SourcesPage.frame = adminFrame;
export default SourcesPage;
