/** The back office opens with how every source is. */
import { officeFrame } from "@/admin/OfficePage";
import { SourceList } from "@/admin/sources/SourceList";
import type { FramedPage } from "@/pages/_app";

const SourcesPage: FramedPage = () => <SourceList />;

SourcesPage.frame = officeFrame;
export default SourcesPage;
