/** The back office's home page: all sources. */
import { adminFrame } from "@/admin/AdminPage";
import { SourceList } from "@/admin/sources/SourceList";
import type { FramedPage } from "@/pages/_app";

const SourcesPage: FramedPage = () => <SourceList />;

SourcesPage.frame = adminFrame;
export default SourcesPage;
