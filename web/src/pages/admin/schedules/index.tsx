/** Schedules. */
import { adminFrame } from "@/admin/AdminPage";
import { ScheduleList } from "@/admin/schedules/ScheduleList";
import type { FramedPage } from "@/pages/_app";

const SchedulesPage: FramedPage = () => <ScheduleList />;

SchedulesPage.frame = adminFrame;
export default SchedulesPage;
