/** Parked tasks. */
import { adminFrame } from "@/admin/AdminPage";
import { ParkedTasks } from "@/admin/ParkedTasks";
import type { FramedPage } from "@/pages/_app";

const ParkedPage: FramedPage = () => <ParkedTasks />;

ParkedPage.frame = adminFrame;
export default ParkedPage;
