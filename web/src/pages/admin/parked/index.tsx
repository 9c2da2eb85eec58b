/** Tasks that ended their workers, and their release. */
import { officeFrame } from "@/admin/OfficePage";
import { ParkedTasks } from "@/admin/ParkedTasks";
import type { FramedPage } from "@/pages/_app";

const ParkedPage: FramedPage = () => <ParkedTasks />;

ParkedPage.frame = officeFrame;
export default ParkedPage;
