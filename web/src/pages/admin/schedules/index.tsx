/** When tasks run, and how that is changed. */
import { officeFrame } from "@/admin/OfficePage";
import { ScheduleList } from "@/admin/schedules/ScheduleList";
import type { FramedPage } from "@/pages/_app";

const SchedulesPage: FramedPage = () => <ScheduleList />;

SchedulesPage.frame = officeFrame;
export default SchedulesPage;
